// What a user's own program does: adds a path with axios, which sends a text as a form unless told otherwise.
//
//   node axios.mjs http://127.0.0.1:9997

import assert from "node:assert/strict";
import axios from "axios";

const base = process.argv[2];
assert(base, "usage: axios.mjs URL");

const name = "events/2026/main-stage";
const props = {
  record: true,
  recordPath: "/var/recordings/%path/%Y-%m-%d_%H-%M-%S-%f",
  recordFormat: "fmp4",
  runOnReady: "echo ready",
  srtPersistOnDisconnect: true,
  srtPublishPassphrase: "0123456789abcdef",
};

const added = await axios.post(`${base}/v3/config/paths/add/${name}`, JSON.stringify(props));
assert.equal(added.status, 200);
assert.deepEqual(added.data, { status: "ok" });
assert.match(added.config.headers["Content-Type"], /x-www-form-urlencoded/, "this program has lost its point");

const { data: path } = await axios.get(`${base}/v3/config/paths/get/${name}`);
assert.equal(path.name, name);
assert.equal(path.record, true);
assert.equal(path.recordPath, props.recordPath);
assert.equal(path.recordFormat, "fmp4");
assert.equal(path.runOnReady, props.runOnReady);
assert.equal(path.srtPersistOnDisconnect, true);
assert.equal(path.srtPublishPassphrase, props.srtPublishPassphrase);

const again = await axios.post(`${base}/v3/config/paths/add/${name}`, JSON.stringify(props), { validateStatus: () => true });
assert.equal(again.status, 400);
assert.deepEqual(again.data, { status: "error", error: "path already exists" });

assert.equal((await axios.patch(`${base}/v3/config/paths/patch/${name}`, JSON.stringify({ maxReaders: 3 }))).status, 200);
assert.equal((await axios.get(`${base}/v3/config/paths/get/${name}`)).data.maxReaders, 3);
assert.equal((await axios.delete(`${base}/v3/config/paths/delete/${name}`)).status, 200);
console.log("axios was understood");
