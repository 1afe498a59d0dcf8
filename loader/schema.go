package loader

// The schema that V8 writes, to the letter: a brain written here is one that
// V8 could have written. sqlite_sequence is made by SQLite for AUTOINCREMENT.
const (
	createNeurons = `CREATE TABLE neurons (
    id INTEGER PRIMARY KEY,
    neuron_type TEXT NOT NULL,
    a REAL NOT NULL,
    b REAL NOT NULL,
    c REAL NOT NULL,
    d REAL NOT NULL,
    v REAL NOT NULL DEFAULT -65.0,
    u REAL NOT NULL,
    last_spike INTEGER NOT NULL DEFAULT -1000,
    pos_x REAL NOT NULL DEFAULT 0.0,
    pos_y REAL NOT NULL DEFAULT 0.0,
    pos_z REAL NOT NULL DEFAULT 0.0
)`
	createSynapses = `CREATE TABLE synapses (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source INTEGER NOT NULL,
    target INTEGER NOT NULL,
    weight REAL NOT NULL,
    delay INTEGER NOT NULL,
    synapse_type TEXT NOT NULL DEFAULT 'fixed',
    params TEXT NOT NULL DEFAULT '{}',
    state TEXT NOT NULL DEFAULT '{}',
    FOREIGN KEY (source) REFERENCES neurons(id),
    FOREIGN KEY (target) REFERENCES neurons(id)
)`
	createSequence = `CREATE TABLE sqlite_sequence(name,seq)`
	createBodyMap  = `CREATE TABLE body_map (
    neuron_id INTEGER NOT NULL,
    segment INTEGER NOT NULL,
    side TEXT NOT NULL,
    effect TEXT NOT NULL,
    FOREIGN KEY (neuron_id) REFERENCES neurons(id)
)`
	createSensorMap = `CREATE TABLE sensor_map (
    neuron_id INTEGER NOT NULL,
    modality TEXT NOT NULL,
    location TEXT NOT NULL,
    response_type TEXT NOT NULL DEFAULT 'tonic',
    side TEXT NOT NULL DEFAULT 'bilateral',
    FOREIGN KEY (neuron_id) REFERENCES neurons(id)
)`

	indexSource   = `CREATE INDEX idx_syn_source ON synapses(source)`
	indexTarget   = `CREATE INDEX idx_syn_target ON synapses(target)`
	indexType     = `CREATE INDEX idx_syn_type ON synapses(synapse_type)`
	indexSegment  = `CREATE INDEX idx_body_map_seg ON body_map(segment)`
	indexMotor    = `CREATE INDEX idx_body_map_neuron ON body_map(neuron_id)`
	indexModality = `CREATE INDEX idx_sensor_map_modality ON sensor_map(modality)`
	indexSensor   = `CREATE INDEX idx_sensor_map_neuron ON sensor_map(neuron_id)`
)

// The defaults of the schema, for columns that a database lacks and for NULLs.
// An absent u is b·v, V8's start (semantics section 1).
const (
	defaultV         = -65.0
	defaultLastSpike = -1000
	defaultJSON      = "{}"
)
