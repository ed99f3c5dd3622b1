/**
 * Reading and writing the documents as a stream of JSON tokens, with problems reported by JSON pointer.
 *
 * <p>The records bind themselves by hand, one {@code switch} over the property names each: no reflection, nothing to
 * warm up, and every problem of a document can be listed instead of only the first. docs/decisions tells why.
 */
package carafe.spec.json;
