// Package izh builds the IZH network, with which spiking simulators are
// compared: random, 80 % excitatory RS and 20 % inhibitory FS Izhikevich
// neurons, each with the same number of synapses to targets drawn at random
// with repetition, itself included. Excitatory synapses weigh 50 divided by
// that number, inhibitory ones -100; a constant current of 4.5 drives every
// neuron, there is no noise. It fires at some 12 Hz.
//
// The network is made directly as the CSR of an snn.Network, without a Brain:
// 4 bytes a fixed synapse, on all cores, and the same on any number of them.
package izh
