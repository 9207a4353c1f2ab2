package io.gradflow.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * S3 on this machine: S3Proxy as a process, and before it a layer in this JVM that all requests pass. The layer adds
 * what S3 promises and S3Proxy does not, that of several conditional writes to one name one alone succeeds, and the
 * troubles that tests ask for.
 */
public final class S3Server implements AutoCloseable {
    public static final String BUCKET = "sweeps";
    static final String ACCESS_KEY = "AKIDTESTOFGRADFLOW01";
    static final String SECRET_KEY = "never/to-be+seen/in-any-file-or-message0";

    /** Headers that belong to a connection, and that the client sets by itself. */
    private static final Set<String> OF_CONNECTION =
            Set.of("connection", "content-length", "expect", "transfer-encoding", "upgrade", "date");

    private static final Pattern LISTED = Pattern.compile("<Contents>.*?</Contents>", Pattern.DOTALL);
    private static final Pattern KEY = Pattern.compile("<Key>(.*?)</Key>");

    private static final String SLOW_DOWN = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>";
    private static final String PRECONDITION_FAILED = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<Error><Code>PreconditionFailed</Code><Message>At least one of the pre-conditions you specified did not"
            + " hold</Message><Condition>If-None-Match</Condition></Error>";

    private final JavaServer proxy;
    private final URI backend;
    private final HttpServer layer;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(threads)
            .build();

    /** What conditional writes to a name wait for. */
    private final Map<String, Object> turns = new ConcurrentHashMap<>();

    /** The objects that there are, and when the layer passed on the writing of each, by their paths. */
    private final Map<String, Instant> written = new ConcurrentHashMap<>();

    /** The objects that look older than they are, by their paths. */
    private final Set<String> aged = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean wasToldCredentials = new AtomicBoolean();

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger throttled = new AtomicInteger();
    private final AtomicInteger conditional = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile int throttledOneIn;
    private volatile Duration lag = Duration.ZERO;

    private S3Server(JavaServer proxy, int port) throws IOException {
        this.proxy = proxy;
        backend = URI.create("http://127.0.0.1:" + port);
        layer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        layer.createContext("/", this::handle);
        layer.setExecutor(threads);
        layer.start();
    }

    /** Makes the server when the first test class asks for it. */
    private static final class Shared {
        private static final S3Server SERVER = make();

        private static S3Server make() {
            try {
                var server = start(TemporaryFolder.deletedAtExit());
                Runtime.getRuntime().addShutdownHook(new Thread(server::close));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The server of all test classes of this JVM, which ends with it. */
    public static S3Server shared() {
        return Shared.SERVER;
    }

    /** Starts the server with an empty bucket. */
    private static S3Server start(Path folder) throws IOException {
        int port = JavaServer.freePort();
        var properties = Files.write(
                Files.createDirectories(folder).resolve("s3proxy.properties"),
                List.of(
                        "s3proxy.endpoint=http://127.0.0.1:" + port,
                        "s3proxy.authorization=aws-v2-or-v4",
                        "s3proxy.identity=" + ACCESS_KEY,
                        "s3proxy.credential=" + SECRET_KEY,
                        // Those of copies and of checksums, for instance.
                        "s3proxy.ignore-unknown-headers=true",
                        "jclouds.provider=transient",
                        "jclouds.identity=local",
                        "jclouds.credential=local"));
        var proxy = JavaServer.start(
                List.of(JavaServer.jar("s3proxy-jar-with-dependencies.jar")),
                "org.gaul.s3proxy.Main",
                "--properties",
                properties.toString());
        proxy.awaitPort(port);
        var server = new S3Server(proxy, port);
        server.makeBucket();
        return server;
    }

    private void makeBucket() {
        try (var sdk = S3Client.builder()
                .endpointOverride(URI.create(endpoint()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
                .build()) {
            sdk.createBucket(request -> request.bucket(BUCKET));
        }
    }

    /** How Hadoop finds the server. */
    Configuration settings() {
        var settings = new Configuration(false);
        settings.set("fs.s3a.endpoint", endpoint());
        settings.set("fs.s3a.endpoint.region", "us-east-1");
        settings.set("fs.s3a.path.style.access", "true");
        return settings;
    }

    /** The same with credentials, which other processes have in their environment. */
    public Configuration settingsWithCredentials() {
        var settings = settings();
        settings.set("fs.s3a.access.key", ACCESS_KEY);
        settings.set("fs.s3a.secret.key", SECRET_KEY);
        return settings;
    }

    /** The bucket as this JVM sees it. */
    FileSystem files() throws IOException {
        var all = new Configuration();
        settingsWithCredentials().forEach(entry -> all.set(entry.getKey(), entry.getValue()));
        return FileSystem.newInstance(URI.create("s3a://" + BUCKET), all);
    }

    /** Where clients find it. */
    String endpoint() {
        return "http://127.0.0.1:" + layer.getAddress().getPort();
    }

    /** Whether there is an object. */
    boolean has(String key) {
        return written.containsKey(path(key));
    }

    private static String path(String key) {
        return "/" + BUCKET + "/" + key;
    }

    /** Lets an object look as if it had been written two minutes before, until it is written again. */
    void age(String key) {
        aged.add(path(key));
    }

    /** Whether credentials were in an object. */
    boolean wasToldCredentials() {
        return wasToldCredentials.get();
    }

    /** From now on answers one of so many requests with 503, as S3 does when there are too many; 0 for none. */
    void throttleOneIn(int count) {
        throttledOneIn = count;
    }

    /** From now on leaves out of listings what was written in the last while. */
    void hideNewObjects(Duration time) {
        lag = time;
    }

    /** How many requests were answered with 503. */
    int throttled() {
        return throttled.get();
    }

    /** How many writes asked that nothing be there. */
    int conditionalWrites() {
        return conditional.get();
    }

    /** How many of these were refused. */
    int refusedWrites() {
        return refused.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String text = new String(body, StandardCharsets.ISO_8859_1);
            if (text.contains(SECRET_KEY) || text.contains(ACCESS_KEY)) {
                wasToldCredentials.set(true);
            }
            int one = throttledOneIn;
            if (one > 0 && requests.incrementAndGet() % one == 0) {
                throttled.incrementAndGet();
                answer(exchange, 503, SLOW_DOWN);
            } else if ("*".equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                writeIfAbsent(exchange, body);
            } else {
                pass(exchange, body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One such write after the other, as far as they are to the same name. */
    private void writeIfAbsent(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        conditional.incrementAndGet();
        String name = exchange.getRequestURI().getPath();
        synchronized (turns.computeIfAbsent(name, any -> new Object())) {
            if (written.containsKey(name)) {
                refused.incrementAndGet();
                answer(exchange, 412, PRECONDITION_FAILED);
            } else {
                pass(exchange, body);
            }
        }
    }

    private void pass(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(backend.resolve(exchange.getRequestURI()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        String method = exchange.getRequestMethod();
        request.method(
                method,
                body.length == 0 ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body));
        var response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        boolean isDone = response.statusCode() < 300;
        if (isDone) {
            note(exchange.getRequestURI(), method, body);
        }
        byte[] content = isDone && isListing(exchange) ? withoutNewObjects(response.body()) : response.body();
        response.headers().map().forEach((name, values) -> {
            boolean isLength = name.equalsIgnoreCase("content-length");
            if (isLength ? method.equals("HEAD") : !OF_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> exchange.getResponseHeaders().add(name, value));
            }
        });
        if (aged.contains(exchange.getRequestURI().getPath())) {
            exchange.getResponseHeaders()
                    .set(
                            "Last-Modified",
                            DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                    ZonedDateTime.now(ZoneOffset.UTC).minusMinutes(2)));
        }
        // Of an answer without a body this class wants to hear -1.
        exchange.sendResponseHeaders(response.statusCode(), content.length == 0 ? -1 : content.length);
        if (content.length > 0) {
            exchange.getResponseBody().write(content);
        }
    }

    /** Keeps in mind which objects there are after a request that was done. */
    private void note(URI uri, String method, byte[] body) {
        String query = uri.getQuery() == null ? "" : uri.getQuery();
        boolean isOfUpload = query.contains("uploadId") || query.contains("uploads");
        if (method.equals("POST") ? query.startsWith("uploadId") : method.equals("PUT") && !isOfUpload) {
            written.put(uri.getPath(), Instant.now());
            aged.remove(uri.getPath());
        } else if (method.equals("DELETE") && !isOfUpload) {
            written.remove(uri.getPath());
        } else if (method.equals("POST") && query.startsWith("delete")) {
            KEY.matcher(new String(body, StandardCharsets.UTF_8))
                    .results()
                    .forEach(key -> written.remove(path(key.group(1))));
        }
    }

    private static boolean isListing(HttpExchange exchange) {
        String query = exchange.getRequestURI().getQuery();
        return exchange.getRequestMethod().equals("GET") && query != null && query.contains("list-type=2");
    }

    private byte[] withoutNewObjects(byte[] listing) {
        var since = Instant.now().minus(lag);
        return LISTED.matcher(new String(listing, StandardCharsets.UTF_8))
                .replaceAll(entry -> {
                    var key = KEY.matcher(entry.group());
                    boolean isNew = key.find()
                            && written.getOrDefault(path(key.group(1)), Instant.MIN)
                                    .isAfter(since);
                    return isNew ? "" : Matcher.quoteReplacement(entry.group());
                })
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, int status, String xml) throws IOException {
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        layer.stop(0);
        threads.shutdownNow();
        proxy.close();
    }
}
