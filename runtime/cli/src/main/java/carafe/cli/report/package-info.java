/** What the verbs print that explain: one record each, as text for people, as JSON or as YAML. */
package carafe.cli.report;
