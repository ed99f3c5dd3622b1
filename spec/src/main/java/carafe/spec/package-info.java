/** The OCI runtime-spec documents as records: config, state and features. */
package carafe.spec;
