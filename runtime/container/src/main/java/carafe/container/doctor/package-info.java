/**
 * Whether a host is able to run containers: what the kernel and the machine's set-up offer, and what is missing for whom.
 * Nothing is changed, and nothing is tried that leaves a trace.
 */
package carafe.container.doctor;
