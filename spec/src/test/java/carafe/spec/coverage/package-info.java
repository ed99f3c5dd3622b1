/** The table of what is supported, spec/coverage.yaml: what it must hold, and the document that is made of it. */
package carafe.spec.coverage;
