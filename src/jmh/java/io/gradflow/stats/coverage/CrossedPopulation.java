package io.gradflow.stats.coverage;

import io.gradflow.random.Generator;
import io.gradflow.stats.crossed.CrossedTable;

/**
 * What the score of a data seed and an init seed is drawn from: an effect of each, and a rest. The interval is to hold
 * for other data seeds and other init seeds.
 */
enum CrossedPopulation {
    ALIKE("data, init and rest alike", 0.02, 0.02, 0.02),
    DATA("data seeds matter most", 0.03, 0.005, 0.01),
    REST("neither seed matters alone", 0, 0, 0.03),
    /** With every fifth init seed the network learns nothing, whatever the data. */
    STUCK("a fifth of init seeds stuck", 0.02, 0, 0.02) {
        @Override
        double mean() {
            return Population.FIFTH_STUCK.mean();
        }

        @Override
        CrossedTable draw(Generator generator, int dataSeeds, int initSeeds) {
            boolean[] stuck = new boolean[initSeeds];
            for (int j = 0; j < initSeeds; j++) {
                stuck[j] = generator.uniform(0, 1) < Population.STUCK_SHARE;
            }
            double[][] rows = drawRows(generator, dataSeeds, initSeeds);
            for (double[] row : rows) {
                for (int j = 0; j < initSeeds; j++) {
                    row[j] = stuck[j] ? Population.STUCK : row[j];
                }
            }
            return CrossedTable.of(rows);
        }
    };

    private final String label;
    private final double ofData;
    private final double ofInit;
    private final double ofRest;

    CrossedPopulation(String label, double ofData, double ofInit, double ofRest) {
        this.label = label;
        this.ofData = ofData;
        this.ofInit = ofInit;
        this.ofRest = ofRest;
    }

    String label() {
        return label;
    }

    double mean() {
        return Population.NORMAL.mean();
    }

    CrossedTable draw(Generator generator, int dataSeeds, int initSeeds) {
        return CrossedTable.of(drawRows(generator, dataSeeds, initSeeds));
    }

    double[][] drawRows(Generator generator, int dataSeeds, int initSeeds) {
        double[] ofInits = generator.fillNormal(new double[initSeeds], 0, ofInit);
        var rows = new double[dataSeeds][initSeeds];
        for (double[] row : rows) {
            double center = generator.normal(Population.NORMAL.mean(), ofData);
            for (int j = 0; j < initSeeds; j++) {
                row[j] = generator.normal(center + ofInits[j], ofRest);
            }
        }
        return rows;
    }
}
