/** Every wire format the monitor speaks, each defined once. */
package carafe.shim;
