/** The document that tells engines what the runtime can do (features.md of the specification). */
package carafe.spec.features;
