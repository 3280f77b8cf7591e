// Drives every call of the control API with a client that is generated from its own description, and ends with 1 at the first mismatch.
//
//   node build/client.mjs http://127.0.0.1:9997 [path]
//
// `path` is one that persists and has an SRT publisher: with it, the commands about streams and connections are driven as well. That
// publisher is kicked in the end, and its stream closed.

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

const base = process.argv[2];
const live = process.argv[3];
assert(base, "usage: client.mjs URL [path]");

const api = createClient<paths>({ baseUrl: base });

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What was asked for, or the end. */
async function good<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await asked;
  assert.equal(response.status, 200, `${response.url}: ${JSON.stringify(error)}`);
  assert(data !== undefined, `${response.url} has no body`);
  return data;
}

async function done(asked: Promise<Answer<components["schemas"]["OK"]>>): Promise<void> {
  assert.deepEqual(await good(asked), { status: "ok" });
}

async function refused(status: number, asked: Promise<Answer<unknown>>): Promise<string> {
  const { error, response } = await asked;
  assert.equal(response.status, status, response.url);
  const told = error as components["schemas"]["Error"];
  assert.equal(told.status, "error");
  assert(told.error.length > 0);
  return told.error;
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (await holds()) {
      return;
    }
    await sleep(50);
  }
  assert.fail(`never: ${what}`);
}

const nobody = "00000000-0000-4000-8000-000000000000";

async function general(): Promise<void> {
  const info = await good(api.GET("/v3/info"));
  assert(info.version.length > 0);
  assert(Date.parse(info.started) <= Date.now());
  assert((await good(api.GET("/v3/openapi.yaml", { parseAs: "text" }))).startsWith("openapi:"));
  await done(api.POST("/v3/auth/jwks/refresh"));
}

async function configuration(): Promise<void> {
  const global = await good(api.GET("/v3/config/global/get"));
  assert.equal(typeof global.srt, "boolean");
  await done(api.PATCH("/v3/config/global/patch", { body: { writeTimeout: "11s" } }));
  assert.equal((await good(api.GET("/v3/config/global/get"))).writeTimeout, "11s");
  await done(api.PATCH("/v3/config/global/patch", { body: { writeTimeout: global.writeTimeout } }));
  await refused(400, api.PATCH("/v3/config/global/patch", { body: { writeTimeout: "soon" } }));

  const defaults = await good(api.GET("/v3/config/pathdefaults/get"));
  await done(api.PATCH("/v3/config/pathdefaults/patch", { body: { maxReaders: 77 } }));
  assert.equal((await good(api.GET("/v3/config/pathdefaults/get"))).maxReaders, 77);
  await done(api.PATCH("/v3/config/pathdefaults/patch", { body: { maxReaders: defaults.maxReaders } }));

  const params = { path: { name: "generated/client/1" } };
  await done(api.POST("/v3/config/paths/add/{name}", {
    params,
    body: { srtPersistOnDisconnect: true, srtPersistTimeout: "1m", srtPublishPassphrase: "correct horse battery" },
  }));
  assert.equal(await refused(400, api.POST("/v3/config/paths/add/{name}", { params, body: {} })), "path already exists");
  const added = await good(api.GET("/v3/config/paths/get/{name}", { params }));
  assert.equal(added.name, "generated/client/1");
  assert.equal(added.srtPersistOnDisconnect, true);
  assert.equal(added.srtPersistTimeout, "1m0s");
  await done(api.PATCH("/v3/config/paths/patch/{name}", { params, body: { maxReaders: 4 } }));
  const patched = await good(api.GET("/v3/config/paths/get/{name}", { params }));
  assert.equal(patched.maxReaders, 4);
  assert.equal(patched.srtPersistOnDisconnect, true);
  await done(api.POST("/v3/config/paths/replace/{name}", { params, body: { maxReaders: 5 } }));
  const replaced = await good(api.GET("/v3/config/paths/get/{name}", { params }));
  assert.equal(replaced.maxReaders, 5);
  assert.equal(replaced.srtPersistOnDisconnect, defaults.srtPersistOnDisconnect);

  const list = await good(api.GET("/v3/config/paths/list", { params: { query: { page: 0, itemsPerPage: 1000 } } }));
  assert.equal(list.items.length, list.itemCount);
  assert(list.items.some((path) => path.name === "generated/client/1"));
  await refused(400, api.GET("/v3/config/paths/list", { params: { query: { itemsPerPage: 0 } } }));

  const waiting = await good(api.GET("/v3/paths/get/{name}", { params }));
  assert.equal(waiting.confName, "generated/client/1");
  assert.equal(waiting.available, false);
  assert.equal(waiting.source, null);
  assert.deepEqual(waiting.tracks2, []);
  await refused(404, api.POST("/v3/paths/hold/{name}", { params }));
  await refused(404, api.POST("/v3/paths/release/{name}", { params }));
  await refused(404, api.POST("/v3/paths/close/{name}", { params }));
  const query = { path: "generated/client/1" };
  assert.equal((await good(api.GET("/v3/paths/forward/list", { params: { query } }))).itemCount, 0);
  await refused(404, api.GET("/v3/paths/forward/get", { params: { query: { ...query, id: nobody } } }));
  assert.deepEqual((await good(api.GET("/v3/recordings/get/{name}", { params }))).segments, []);
  await refused(400, api.DELETE("/v3/recordings/deletesegment", { params: { query: { ...query, start: "2026-01-01T00:00:00Z" } } }));

  await done(api.DELETE("/v3/config/paths/delete/{name}", { params }));
  assert.equal(await refused(404, api.DELETE("/v3/config/paths/delete/{name}", { params })), "path not found");
  await refused(404, api.PATCH("/v3/config/paths/patch/{name}", { params, body: {} }));
  await refused(404, api.GET("/v3/config/paths/get/{name}", { params }));
}

async function nothingThere(): Promise<void> {
  await good(api.GET("/v3/paths/list"));
  assert.equal((await good(api.GET("/v3/recordings/list"))).itemCount, 0);
  await good(api.GET("/v3/srtconns/list"));
  await refused(404, api.GET("/v3/srtconns/get/{id}", { params: { path: { id: nobody } } }));
  await refused(404, api.POST("/v3/srtconns/kick/{id}", { params: { path: { id: nobody } } }));
}

async function liveStream(name: string): Promise<void> {
  const params = { path: { name } };
  const get = () => good(api.GET("/v3/paths/get/{name}", { params }));
  const path = await get();
  assert.equal(path.available, true);
  assert.equal(path.online, true);
  assert.equal(path.source?.type, "srtConn");
  assert(path.tracks2.length > 0);
  assert.equal(path.tracks.length, path.tracks2.length);
  assert(path.inboundBytes > 0);
  assert.equal(path.hold?.state, "live");

  const id = path.source.id;
  const connections = await good(api.GET("/v3/srtconns/list"));
  assert(connections.items.some((connection) => connection.id === id));
  const connection = await good(api.GET("/v3/srtconns/get/{id}", { params: { path: { id } } }));
  assert.equal(connection.state, "publish");
  assert.equal(connection.path, name);
  assert(connection.packetsReceived > 0);

  await refused(400, api.POST("/v3/paths/release/{name}", { params }));
  await done(api.POST("/v3/paths/hold/{name}", { params }));
  const held = await get();
  assert.equal(held.hold?.reason, "manual");
  assert.equal(held.available, true);
  assert.equal(held.online, true);
  await done(api.POST("/v3/paths/release/{name}", { params }));
  await until("live again", async () => (await get()).hold?.state === "live");

  await done(api.POST("/v3/srtconns/kick/{id}", { params: { path: { id } } }));
  await until("held without a publisher", async () => {
    const kicked = await get();
    return kicked.available && (kicked.source === null || kicked.source.id !== id);
  });
  await done(api.POST("/v3/paths/close/{name}", { params }));
}

await general();
await configuration();
await nothingThere();
if (live) {
  await liveStream(live);
}
console.log("every call answered as described");
