/** The mount options of config.json: one table for parsing, features, validation and documentation. */
package carafe.spec.mount;
