/** How long MiniSearch takes to index the names of `search/names/`, and how large what a browser would load is. */
const { readdirSync, readFileSync } = require("node:fs");
const { gzipSync } = require("node:zlib");
const MiniSearch = require("minisearch");

const folder = process.argv[2];
const records = [];
for (const file of readdirSync(folder).sort()) {
  for (const [id, [kind, slug, name]] of Object.entries(JSON.parse(readFileSync(`${folder}/${file}`)))) {
    records.push({ id, kind, slug, name });
  }
}
const start = process.hrtime.bigint();
const index = new MiniSearch({ fields: ["name"], storeFields: ["kind", "slug", "name"] });
index.addAll(records);
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
const text = JSON.stringify(index);
console.log(JSON.stringify({ records: records.length, seconds, bytes: text.length, packed: gzipSync(text).length }));
