/** Reports as one page of HTML that needs no network. */
package io.gradflow.report;
