package io.gradflow.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium without a window, on one page of a file. */
final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private final ChromeDriver driver;

    Browser(Path page, Path profile) {
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        var options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.setCapability("goog:loggingPrefs", logs);
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile);
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .build();
        driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(2));
        driver.manage().window().setSize(new Dimension(1200, 900));
        // Of the page that a browser begins with.
        driver.manage().logs().get(LogType.PERFORMANCE);
        driver.get(page.toUri().toString());
    }

    /** Whether this machine has it. */
    static boolean isThere() {
        return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
    }

    /** An element that is there, or will be soon: some events of a page come a little later. */
    WebElement find(String selector) {
        driver.manage().timeouts().implicitlyWait(Duration.ofSeconds(20));
        try {
            return driver.findElement(By.cssSelector(selector));
        } finally {
            driver.manage().timeouts().implicitlyWait(Duration.ZERO);
        }
    }

    List<WebElement> findAll(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** The result of some JavaScript. */
    Object evaluate(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Moves the mouse to a place within an element, in pixels from its upper left corner. */
    void hover(WebElement element, double x, double y) {
        evaluate("arguments[0].scrollIntoView({ block: 'center' })", element);
        var size = element.getSize();
        new Actions(driver)
                .moveToElement(element, (int) Math.round(x - size.width / 2.0), (int) Math.round(y - size.height / 2.0))
                .perform();
    }

    /** A telephone, held upright. */
    void becomePhone() {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 390, "height", 844, "deviceScaleFactor", 2, "mobile", true));
    }

    void setDark(boolean isDark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light"))));
    }

    /** Keeps what the whole page looks like, for people. */
    void photograph(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        var picture = (String) driver.executeCdpCommand(
                        "Page.captureScreenshot", Map.of("captureBeyondViewport", true, "format", "png"))
                .get("data");
        Files.write(file, OutputType.BYTES.convertFromBase64Png(picture));
    }

    /** What the page has complained about. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::toString)
                .toList();
    }

    /** The addresses that were asked for. */
    List<String> requests() {
        return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(Browser::message)
                .filter(message -> message.path("method").asText().equals("Network.requestWillBeSent"))
                .map(message ->
                        message.path("params").path("request").path("url").asText())
                .toList();
    }

    private static JsonNode message(LogEntry entry) {
        try {
            return new ObjectMapper().readTree(entry.getMessage()).path("message");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What shuts people out of the page, as axe finds it, if it is serious or critical. */
    List<String> barriers() throws IOException {
        try (var in = Browser.class.getResourceAsStream("/axe.min.js")) {
            evaluate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        var found = (String) driver.executeAsyncScript("const done = arguments[arguments.length - 1];"
                + "axe.run(document, { resultTypes: ['violations'] })"
                + ".then(result => done(JSON.stringify(result.violations)), error => done('[{\"impact\": \"critical\","
                + " \"id\": ' + JSON.stringify(String(error)) + '}]'));");
        var violations = new ObjectMapper().readTree(found);
        return stream(violations)
                .filter(one -> List.of("serious", "critical")
                        .contains(one.path("impact").asText()))
                .map(one -> one.path("id").asText() + ": " + one.path("help").asText() + " "
                        + stream(one.path("nodes"))
                                .map(node -> node.path("html").asText())
                                .toList())
                .toList();
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
