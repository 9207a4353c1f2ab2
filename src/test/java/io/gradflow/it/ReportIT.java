package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** A report in a browser: by mouse, by keyboard, on a telephone, in the dark, and by axe for those who cannot see. */
class ReportIT {
    /** What would end a script, begin an element or end a line if it were not text. */
    private static final String NAME = "</script><img src=x onerror=alert(1)>'\\\"&\\u2028<!--<script>";

    private static final String SHOWN_NAME = "</script><img src=x onerror=alert(1)>'\"&";

    private static final String CONFIGURATION = """
            sweep {
              name = "%s"
              dataset = { kind = xor, n = 60 }
              architecture = "2-4-3-1"
              activation = [relu, tanh, softsign]
              scale = [0.5, 1, 2]
              optimizer = [{ kind = gd, learning-rate = 0.5 }, { kind = gd, learning-rate = 1e300 }]
              epochs = 200
              seed = "0..4"
            }
            """.formatted(NAME);

    private static final Path PICTURES = Path.of(System.getProperty("gradflow.home"), "target", "report-pictures");

    @TempDir
    private static Path temporary;

    private static Browser browser;
    private static Path store;

    @BeforeAll
    static void open() throws IOException {
        boolean isRequired = "true".equals(System.getenv("GRADFLOW_BROWSER"));
        assumeTrue(isRequired || Browser.isThere(), "there is no chromium and no chromedriver in /usr/bin");
        var checkout = Checkout.shared();
        var configuration = Files.writeString(temporary.resolve("report.conf"), CONFIGURATION);
        store = temporary.resolve("store <i>&\"");
        var page = temporary.resolve("report.html");
        checkout.gradflow("run", configuration.toString(), "--store", store.toString(), "--report", page.toString())
                .run()
                .assertExitCode(0);
        assertTrue(
                Files.size(page) < 5_000_000, () -> "a page of " + page.toFile().length() + " bytes");
        browser = new Browser(page, temporary.resolve("profile"));
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void nothingIsWrong() {
        assertEquals(List.of(), browser.complaints());
        for (var address : browser.requests()) {
            assertTrue(address.startsWith("file:") || address.startsWith("data:"), address);
        }
    }

    @Test
    void everyChartIsDrawn() throws IOException {
        assertEquals(5, browser.findAll("[data-chart] canvas").size());
        browser.photograph(PICTURES.resolve("desktop-light.png"));
        browser.setDark(true);
        var ground = (String) browser.evaluate("return getComputedStyle(document.body).backgroundColor");
        assertEquals("rgb(20, 24, 29)", ground);
        browser.photograph(PICTURES.resolve("desktop-dark.png"));
        browser.setDark(false);
    }

    @Test
    void textIsText() {
        assertTrue(
                browser.find("h1").getText().startsWith(SHOWN_NAME),
                browser.find("h1").getText());
        assertEquals(0, browser.findAll("img, i").size());
        assertTrue(browser.find(".facts").getText().contains("store <i>&\""));
    }

    /** The pixel of a chart at which a series has a point. */
    private static List<Number> pixel(String chart, int series, double x, double y) {
        @SuppressWarnings("unchecked")
        var pixel = (List<Number>) browser.evaluate(
                "return echarts.getInstanceByDom(document.querySelector('[data-chart=' + arguments[0] + '] .canvas'))"
                        + ".convertToPixel({ seriesIndex: arguments[1] }, [arguments[2], arguments[3]])",
                chart,
                series,
                x,
                y);
        return pixel;
    }

    /** Chooses the value of a control, as its text is shown. */
    private static void choose(String chart, String control, String value) {
        var select = browser.find("[data-chart=" + chart + "] select[name=" + control + "]");
        select.sendKeys(value);
        var chosen = browser.find("[data-chart=" + chart + "] select[name=" + control + "] option:checked");
        assertEquals(value, chosen.getText());
    }

    private static List<String> sql(String query) throws IOException {
        return Checkout.shared()
                .gradflow("sql", "--store", store.toString(), "--format=csv", query)
                .run()
                .assertExitCode(0)
                .stdout()
                .lines()
                .toList();
    }

    private static String digits(String number) {
        return new BigDecimal(number)
                .round(new MathContext(6))
                .stripTrailingZeros()
                .toPlainString();
    }

    @Test
    void hoverShowsTheNumbersOfSql() throws IOException {
        var rows =
                sql("SELECT activation, test_acc_mean, test_acc_std FROM curves WHERE scale = 0.5 AND learning_rate ="
                        + " 0.5 AND epoch = 200 ORDER BY activation");
        choose("curves", "key2", "0.5");
        var place = pixel("curves", 1, 200, 0.7);
        browser.hover(
                browser.find("[data-chart=curves] .canvas"),
                place.get(0).doubleValue(),
                place.get(1).doubleValue());
        String tip = browser.find("[data-chart=curves] .tip").getText();
        assertTrue(tip.startsWith("epoch 200, scale = 0.5"), tip);
        for (var row : rows.subList(1, 4)) {
            var values = row.split(",", -1);
            assertTrue(tip.contains(values[0] + " mean " + digits(values[1]) + " sd " + digits(values[2])), tip + row);
        }
    }

    @Test
    void controlsWorkByKeyboard() {
        choose("heat", "metric", "grad_norm by layer");
        assertEquals(1, browser.findAll("[data-chart=heat] select[name=layer]").size());
        var canvas = browser.find("[data-chart=outcomes] .canvas");
        canvas.sendKeys(Keys.ARROW_RIGHT);
        String said = browser.find("[data-chart=outcomes] .status").getText();
        assertTrue(said.contains("learned"), said);
        var button = browser.find("[data-chart=curves] .legend button");
        assertEquals("true", button.getDomAttribute("aria-pressed"));
        button.sendKeys(Keys.SPACE);
        assertEquals("false", browser.find("[data-chart=curves] .legend button").getDomAttribute("aria-pressed"));
        browser.find("[data-chart=curves] .legend button").sendKeys(Keys.SPACE);
    }

    @Test
    void theTableOfAChartHasItsValues() throws IOException {
        var rows = sql("SELECT count(*) FROM runs WHERE outcome = 'diverged'");
        browser.find("[data-chart=outcomes] summary").click();
        var table = browser.find("[data-chart=outcomes] .scroll table");
        int diverged = browser.findAll("[data-chart=outcomes] tbody tr").stream()
                .mapToInt(row -> Integer.parseInt(row.getText().split(" ", -1)[6]))
                .sum();
        assertEquals(rows.get(1), Integer.toString(diverged), table.getText());
    }

    @Test
    void theTableOfSurvivalHasItsIntervals() {
        browser.find("[data-chart=survival] summary").click();
        String head = browser.find("[data-chart=survival] thead tr").getText();
        assertTrue(head.endsWith("share of runs lower end upper end"), head);
        // While no run has reached it there is none.
        var known = browser.findAll("[data-chart=survival] tbody tr").stream()
                .map(row -> row.getText().split(" ", -1))
                .filter(row -> !row[row.length - 1].equals("–"))
                .toList();
        assertFalse(known.isEmpty());
        for (var row : known) {
            double share = Double.parseDouble(row[row.length - 3]);
            assertTrue(Double.parseDouble(row[row.length - 2]) <= share, String.join(" ", row));
            assertTrue(Double.parseDouble(row[row.length - 1]) >= share, String.join(" ", row));
        }
    }

    @Test
    void axeFindsNoBarrier() throws IOException {
        assertEquals(List.of(), browser.barriers());
        browser.setDark(true);
        assertEquals(List.of(), browser.barriers());
        browser.setDark(false);
    }

    @Test
    void aPageOfDivergedRunsHasItsChartsAndNoFault() throws IOException {
        var page = temporary.resolve("diverged.html");
        Checkout.shared()
                .gradflow(
                        "report",
                        "--store",
                        store.toString(),
                        "--where",
                        "outcome = 'diverged' AND '<b>' <> ''",
                        "--out",
                        page.toString())
                .run()
                .assertExitCode(0);
        try (var other = new Browser(page, temporary.resolve("profile of diverged runs"))) {
            assertEquals(List.of(), other.complaints());
            assertEquals(1, other.findAll("[data-chart=outcomes] canvas").size());
            assertEquals(1, other.findAll("[data-chart=curves] canvas").size());
        }
    }

    @Test
    void itFitsOnATelephone() throws IOException {
        try (var phone = new Browser(temporary.resolve("report.html"), temporary.resolve("profile of a telephone"))) {
            phone.becomePhone();
            phone.evaluate("window.dispatchEvent(new Event('resize'))");
            phone.photograph(PICTURES.resolve("phone-light.png"));
            var width = (Number) phone.evaluate("return document.documentElement.scrollWidth");
            assertTrue(width.intValue() <= 390, () -> "the page is " + width + " wide");
            phone.setDark(true);
            phone.photograph(PICTURES.resolve("phone-dark.png"));
            assertEquals(List.of(), phone.complaints());
            assertFalse(phone.findAll("[data-chart] canvas").isEmpty());
        }
    }
}
