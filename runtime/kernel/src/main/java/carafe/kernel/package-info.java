/** The only code that knows JNA: kernels to call, descriptors, and the constants of each ABI. */
package carafe.kernel;
