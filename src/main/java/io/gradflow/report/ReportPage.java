package io.gradflow.report;

import static j2html.TagCreator.a;
import static j2html.TagCreator.body;
import static j2html.TagCreator.caption;
import static j2html.TagCreator.code;
import static j2html.TagCreator.dd;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.footer;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.head;
import static j2html.TagCreator.header;
import static j2html.TagCreator.html;
import static j2html.TagCreator.li;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.nav;
import static j2html.TagCreator.noscript;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.script;
import static j2html.TagCreator.section;
import static j2html.TagCreator.style;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.title;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import j2html.TagCreator;
import j2html.rendering.FlatHtml;
import j2html.tags.DomContent;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A report as one page of HTML. It holds its scripts and styles, named by their hashes in a content security policy
 * that forbids everything else, the network included. All text of a report is escaped.
 */
public final class ReportPage {
    private static final PageAsset ECHARTS = PageAsset.ofWebJar("dist/echarts.min.js");
    private static final PageAsset SCRIPT = PageAsset.of("report.js");
    private static final PageAsset STYLE = PageAsset.of("report.css");
    private static final PageAsset LICENCE = PageAsset.ofWebJar("LICENSE");
    private static final PageAsset LICENCE_OF_D3 = PageAsset.ofWebJar("licenses/LICENSE-d3");
    private static final PageAsset NOTICE = PageAsset.ofWebJar("NOTICE");

    private static final String POLICY = "default-src 'none'; script-src " + ECHARTS.hash() + " " + SCRIPT.hash()
            + "; style-src " + STYLE.hash() + "; img-src data:; base-uri 'none'; form-action 'none'";

    /** Within a script, a browser looks for the end and for comments whatever the language is. */
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    static {
        MAPPER.getFactory().setCharacterEscapes(new WithinPage());
    }

    private ReportPage() {}

    /** The escapes of JSON, and of all that has a meaning in HTML. */
    private static final class WithinPage extends CharacterEscapes {
        private static final long serialVersionUID = 1;

        private final int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();

        WithinPage() {
            for (char special : new char[] {'<', '>', '&', '\''}) {
                escapes[special] = CharacterEscapes.ESCAPE_STANDARD;
            }
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return escapes.clone();
        }

        @Override
        public SerializableString getEscapeSequence(int character) {
            return new SerializedString(String.format("\\u%04x", character));
        }
    }

    /** Writes the page. */
    public static void write(Report report, Appendable out) throws IOException {
        out.append("<!DOCTYPE html>\n");
        html(
                        head(
                                meta().withCharset("utf-8"),
                                meta().attr("http-equiv", "Content-Security-Policy")
                                        .withContent(POLICY),
                                meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                                meta().withName("color-scheme").withContent("light dark"),
                                meta().withName("referrer").withContent("no-referrer"),
                                title(report.title()),
                                style(rawHtml(STYLE.text()))),
                        body(
                                header(h1(report.title()), p(report.lead()).withClass("lead"), contents(report)),
                                noscript(p("The charts need JavaScript. All else is here.")),
                                main(each(report.sections(), ReportPage::part)),
                                licences(),
                                script(rawHtml(MAPPER.writeValueAsString(report.data())))
                                        .withId("data")
                                        .withType("application/json"),
                                script(rawHtml(ECHARTS.text())),
                                script(rawHtml(SCRIPT.text()))))
                .withLang("en")
                .render(FlatHtml.into(out));
        out.append('\n');
    }

    private static DomContent contents(Report report) {
        return nav(ul(each(report.sections(), one -> li(a(one.title()).withHref("#" + one.id())))))
                .attr("aria-label", "Contents");
    }

    private static DomContent part(Report.Section one) {
        return section(h2(one.title()).withId("of-" + one.id()), each(one.blocks(), ReportPage::block))
                .withId(one.id())
                .attr("aria-labelledby", "of-" + one.id());
    }

    private static DomContent block(Report.Block block) {
        if (block instanceof Report.Text text) {
            return p(text.text());
        } else if (block instanceof Report.Heading heading) {
            return h3(heading.text());
        } else if (block instanceof Report.Facts facts) {
            return dl(each(facts.facts(), fact -> each(dt(fact.name()), dd(fact.value()))))
                    .withClass("facts");
        } else if (block instanceof Report.Listing listing) {
            return div(p(listing.label()), pre(code(listing.text())));
        } else if (block instanceof Report.Table table) {
            return table(table);
        } else if (block instanceof Report.Chart chart) {
            return div().attr("data-chart", chart.kind());
        }
        throw new IllegalArgumentException("no page shows " + block);
    }

    private static DomContent table(Report.Table one) {
        return div(TagCreator.table(
                        caption(one.caption()),
                        thead(tr(each(
                                one.columns(),
                                column -> th(column.name())
                                        .withCondClass(column.isText(), "text")
                                        .attr("scope", "col")))),
                        tbody(each(one.rows(), row -> tr(cells(row, one.columns()))))))
                .withClass("scroll")
                .attr("tabindex", "0")
                .attr("role", "region")
                .attr("aria-label", one.caption());
    }

    private static DomContent[] cells(List<String> texts, List<Report.Column> columns) {
        return IntStream.range(0, texts.size())
                .mapToObj(i -> td(texts.get(i)).withCondClass(columns.get(i).isText(), "text"))
                .toArray(DomContent[]::new);
    }

    private static DomContent licences() {
        return footer(details(
                summary("Licences"),
                p("Charts are drawn by Apache ECharts, which is in this page."),
                each(List.of(NOTICE, LICENCE, LICENCE_OF_D3), asset -> pre(asset.text()))));
    }
}
