package io.gradflow.figure.chart;

/** This JVM cannot draw text. */
public final class MissingFontsException extends Exception {
    private static final long serialVersionUID = 1;

    MissingFontsException(Throwable cause) {
        super(
                "this Java cannot draw text (" + cause + "), must find a font: install fontconfig and a"
                        + " font, such as fonts-dejavu-core of Debian; a figure named F.vl.json needs none",
                cause);
    }
}
