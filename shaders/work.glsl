// Work items dealt out to workgroups: rows are short and long, and every
// invocation is to have the same number of synapses.
//
//   a workgroup takes its share of the items, SYNAPSE_GROUP at a time
//   their synapses are numbered through by a prefix sum
//   invocation i handles synapses i, i + SYNAPSE_GROUP, ...
//
// A kernel defines begin_item(item), called once per item, and
// handle(item, i), called for every i in item.first .. item.first+count-1.

#include "meet.glsl"

shared Item batch[SYNAPSE_GROUP];
shared int ends[SYNAPSE_GROUP]; // synapses of the batch up to and with each item

void begin_item(Item item);
void handle(Item item, int i);

// Replaces each of the first elements of ends by the sum up to it.
void prefix_sum(int local, int count) {
	for (int offset = 1; offset < count; offset <<= 1) {
		int before = local >= offset ? ends[local - offset] : 0;
		meet();
		ends[local] += before;
		meet();
	}
}

// The first of so many items of the batch that ends after synapse k.
int item_of(int k, int count) {
	int low = 0, high = count - 1;
	while (low < high) {
		int middle = (low + high) >> 1;
		if (ends[middle] > k)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

// Works off the first items of the list that begins at an index of work.
void work_off(int list, int items) {
	int local = int(gl_LocalInvocationID.x);
	int groups = int(gl_NumWorkGroups.x);
	int share = (items + groups - 1) / groups;
	int first = int(gl_WorkGroupID.x) * share;
	int end = min(first + share, items);
	for (int base = first; base < end; base += SYNAPSE_GROUP) {
		// One item, as where there are more workgroups than items, costs no sum
		// and no search.
		int count = min(end - base, SYNAPSE_GROUP);
		ends[local] = 0;
		if (local < count) {
			Item item = work[list + base + local];
			batch[local] = item;
			ends[local] = item.count;
			begin_item(item);
		}
		meet();
		prefix_sum(local, count);
		int total = ends[count - 1];
		for (int k = local; k < total; k += SYNAPSE_GROUP) {
			int i = item_of(k, count);
			Item item = batch[i];
			handle(item, item.first + item.count - (ends[i] - k));
		}
		meet();
	}
}
