package io.gradflow.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportPageTest {
    private static final String EVIL = "<b>'\"&</script><!--<script>\u2028 x";

    private static String page() throws IOException {
        var data = JsonNodeFactory.instance.objectNode().put("text", EVIL);
        var out = new StringBuilder();
        ReportPage.write(
                new Report(
                        EVIL,
                        EVIL,
                        List.of(new Report.Section(
                                "one",
                                EVIL,
                                List.of(
                                        new Report.Text(EVIL),
                                        new Report.Heading(EVIL),
                                        new Report.Facts(List.of(new Report.Fact(EVIL, EVIL))),
                                        new Report.Listing(EVIL, EVIL),
                                        new Report.Table(
                                                EVIL, List.of(Report.Column.ofTexts(EVIL)), List.of(List.of(EVIL))),
                                        new Report.Chart("curves")))),
                        data),
                out);
        return out.toString();
    }

    private static List<String> scripts(String page) {
        return Pattern.compile("<script[^>]*>(.*?)</script>", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static String text(String script) {
        return script.substring(script.indexOf('>') + 1, script.length() - "</script>".length());
    }

    @Test
    void textIsEscaped() throws IOException {
        String page = page();
        assertFalse(page.contains("<b>"), page);
        var scripts = scripts(page);
        assertEquals(3, scripts.size());
        String data = text(scripts.get(0));
        assertFalse(data.contains("<") || data.contains("\u2028"), data);
        assertEquals(EVIL, new ObjectMapper().readTree(data).path("text").asText());
    }

    /** A browser runs no script that the policy does not name, so each must be named by its own hash. */
    @Test
    void thePolicyNamesEachScript() throws Exception {
        String page = page();
        String policy = page.substring(page.indexOf("default-src"), page.indexOf("form-action"));
        for (var script : scripts(page).subList(1, 3)) {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text(script).getBytes(StandardCharsets.UTF_8));
            String name = "sha256-" + Base64.getEncoder().encodeToString(hash);
            assertTrue(policy.contains(name), policy);
        }
        assertFalse(policy.contains("unsafe"), policy);
        assertFalse(policy.contains("http"), policy);
    }
}
