/** A submission as YAML, in the layout that CONTRIBUTING.md shows. */
import { Document, isMap, isScalar, isSeq, visit } from "yaml";
import { Digits } from "./numbers.js";

const MODELINE = " yaml-language-server: $schema=../../../schema/submission.schema.json";
const ON_ONE_LINE = 90;

const digits = {
  tag: "tag:yaml.org,2002:float",
  default: true,
  identify: (value) => value instanceof Digits,
  resolve: (text) => new Digits(text),
  stringify: ({ value }) => value.text,
};

/** The text of a submission. */
export function submissionYaml(value) {
  const document = new Document(value, { customTags: (tags) => [digits, ...tags], version: "1.2" });
  document.commentBefore = MODELINE;
  visit(document, {
    Collection(_, node) {
      if (isShort(node)) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** Whether all of a collection is scalars that fit on one line, as metrics, evidence and authors do. */
function isShort(node) {
  const parts = isMap(node) ? node.items.flatMap((pair) => [pair.key, pair.value]) : isSeq(node) ? node.items : [null];
  if (!parts.every((part) => isScalar(part) || (isMap(part) && isShort(part)))) return false;
  return JSON.stringify(node.toJSON()).length <= ON_ONE_LINE && (isSeq(node) || !hasLongText(node));
}

/** Whether a map is one of those that people write over several lines: a paper, a result, a correction. */
function hasLongText(node) {
  return node.items.some(({ key }) => ["title", "reason", "model", "arxiv", "doi", "name", "url"].includes(key.value));
}
