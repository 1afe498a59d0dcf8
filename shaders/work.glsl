// Work items dealt out to workgroups: rows are short and long, and every
// invocation is to have the same number of synapses.
//
//   a workgroup takes its share of the items, SYNAPSE_GROUP at a time
//   their synapses are numbered through by a prefix sum
//   invocation i handles synapses i, i + SYNAPSE_GROUP, ...
//
// A kernel defines begin_item(item), called once per item, and
// handle(item, i), called for every i in item.first .. item.first+count-1.

shared Item batch[SYNAPSE_GROUP];
shared int ends[SYNAPSE_GROUP]; // synapses of the batch up to and with each item

void begin_item(Item item);
void handle(Item item, int i);

// Replaces every element of ends by the sum up to it.
void prefix_sum(int local) {
	for (int offset = 1; offset < SYNAPSE_GROUP; offset <<= 1) {
		int before = local >= offset ? ends[local - offset] : 0;
		barrier();
		ends[local] += before;
		barrier();
	}
}

// The first item of the batch that ends after synapse k.
int item_of(int k) {
	int low = 0, high = SYNAPSE_GROUP - 1;
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
		ends[local] = 0;
		if (base + local < end) {
			Item item = work[list + base + local];
			batch[local] = item;
			ends[local] = item.count;
			begin_item(item);
		}
		barrier();
		prefix_sum(local);
		int total = ends[SYNAPSE_GROUP - 1];
		for (int k = local; k < total; k += SYNAPSE_GROUP) {
			int i = item_of(k);
			Item item = batch[i];
			handle(item, item.first + item.count - (ends[i] - k));
		}
		barrier();
	}
}
