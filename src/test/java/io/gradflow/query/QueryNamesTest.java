package io.gradflow.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.results.Metric;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryNamesTest {
    @Test
    void aListOfColumnsHasTheMetricsThatItNames() {
        assertEquals(
                List.of(Metric.TEST_ACC),
                new QueryNames(" select activation, TEST_ACC_mean, count(*), count( * ) FROM cells")
                        .metrics(DiagnosticGroups.DEFAULT));
        assertEquals(
                List.of(Metric.TRAIN_LOSS, Metric.TEST_ACC),
                new QueryNames("SELECT train_loss_std FROM cells WHERE test_acc_min > 0")
                        .metrics(DiagnosticGroups.DEFAULT));
        assertEquals(List.of(), new QueryNames("SELECT runs FROM cells").metrics(DiagnosticGroups.DEFAULT));
    }

    @Test
    void aListOfColumnsHasTheStatisticsThatItNames() {
        assertEquals(
                List.of(CellStatistic.MEAN, CellStatistic.MAX),
                new QueryNames("SELECT test_acc_mean FROM cells ORDER BY TRAIN_LOSS_MAX").statistics());
        assertEquals(
                List.of(CellStatistic.MEDIAN),
                new QueryNames("SELECT test_loss_finite_median FROM cells").statistics());
        assertEquals(List.of(), new QueryNames("SELECT max(runs), mean(epoch) FROM curves").statistics());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM cells",
                "SELECT runs, c.* FROM cells c",
                "SELECT count(DISTINCT *) FROM cells",
                "SELECT count(1) FROM cells NATURAL JOIN curves",
                "SELECT runs FROM cells PIVOT (max(runs) FOR activation IN ('relu'))",
                "SELECT `test_.+` FROM cells",
                "SELECT runs FROM cells UNION ALL FROM cells",
                "SELECT runs FROM (FROM cells)",
                "SELECT runs FROM cells |> DROP runs",
                "WITH c AS (SELECT 1) FROM cells",
                "FROM cells",
                "-- all\nFROM cells",
                "/* all */ TABLE cells",
                "TABLE cells",
                "DESCRIBE cells",
                "EXPLAIN FROM cells",
                "SHOW COLUMNS FROM cells",
                "SELECT identifier('test' || '_acc_mean') FROM cells"
            })
    void whatStandsForColumnsWithoutNamingThemHasAll(String query) {
        assertEquals(List.of(Metric.values()), new QueryNames(query).metrics(DiagnosticGroups.ALL));
        assertEquals(CellStatistic.ALL, new QueryNames(query).statistics());
    }

    @Test
    void aNameIsFoundHoweverItIsWritten() {
        assertTrue(new QueryNames("SELECT 1 FROM CeLLs").mayHave("cells"));
        assertFalse(new QueryNames("SELECT 1 FROM cells").mayHave("curves"));
        assertTrue(new QueryNames("SHOW VIEWS").mayHave("curves"));
    }
}
