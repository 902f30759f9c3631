/**
 * Bundles the scripts of the pages into ../bundle, which git ignores and `pwc site build` reads.
 *
 * The pages forbid code made from text at run time, so Ajv compiles the schema of submissions here. The
 * manifest says of which schema: a bundle that is older than the schema is refused.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import Ajv from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const BUNDLE = here("../bundle");
const SCHEMA = here("../../schema/submission.schema.json");

const schema = await readFile(SCHEMA);

/** Makes `import validate from "submission-validator"` mean the compiled schema. */
const validator = {
  name: "submission-validator",
  setup(bundler) {
    bundler.onResolve({ filter: /^submission-validator$/ }, ({ path }) => ({ path, namespace: "compiled" }));
    bundler.onLoad({ filter: /.*/, namespace: "compiled" }, () => ({
      contents: compiled(JSON.parse(schema)),
      resolveDir: here("."),
    }));
  },
};

function compiled(parsed) {
  const ajv = new Ajv({ allErrors: true, strict: false, verbose: true, code: { source: true, esm: true } });
  return standalone.default(ajv, ajv.compile(parsed));
}

await rm(BUNDLE, { recursive: true, force: true });
await mkdir(BUNDLE, { recursive: true });
await build({
  absWorkingDir: here("."),
  entryPoints: ["theme", "site", "submit"].map((name) => `src/${name}.js`).concat("src/site.css"),
  outdir: BUNDLE,
  bundle: true,
  format: "esm",
  target: ["chrome110", "firefox115", "safari16.4"],
  minify: true,
  legalComments: "eof",
  charset: "utf8",
  plugins: [validator],
});
await writeFile(
  `${BUNDLE}/manifest.json`,
  `${JSON.stringify({ schema: createHash("sha256").update(schema).digest("hex") })}\n`,
);
