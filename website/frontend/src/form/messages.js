/** What the schema's check found, as sentences for people and the place they belong beside. */

const SILENT = new Set(["if", "oneOf", "anyOf", "allOf", "propertyNames"]);

/** The problems: each with the path of its field and what to say there. */
export function problems(errors) {
  const found = new Map();
  for (const error of errors ?? []) {
    const path = pathOf(error);
    const said = sentence(error);
    const key = JSON.stringify(path);
    if (said && !found.has(key)) found.set(key, { path, said });
  }
  const places = [...found.values()];
  return places.length || !errors?.length ? places : [{ path: [], said: "Something here does not fit together." }];
}

function pathOf({ instancePath, keyword, params }) {
  const path = instancePath
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  if (keyword === "required" || keyword === "dependentRequired") return [...path, params.missingProperty];
  if (keyword === "anyOf" && !instancePath) return path;
  if (keyword === "additionalProperties") return [...path, params.additionalProperty];
  return path;
}

function sentence({ keyword, params, instancePath, schemaPath, parentSchema, schema }) {
  const isOfChoice = /\/(anyOf|oneOf)\/\d+\/required$/.test(schemaPath);
  if (keyword === "anyOf" && instancePath === "/paper") {
    return "Give the paper one identifier: arXiv, DOI, OpenReview, ACL or an address.";
  }
  if (keyword === "anyOf" && !instancePath) return "Nothing is filled in yet.";
  if (SILENT.has(keyword) || isOfChoice) return null;
  return SENTENCES[keyword]?.(params, parentSchema ?? {}, schema) ?? "This does not fit.";
}

const SENTENCES = {
  required: () => "Please fill this in.",
  dependentRequired: ({ missingProperty }) => NEEDED_BESIDE[missingProperty] ?? "Please fill this in.",
  minLength: () => "Please fill this in.",
  maxLength: ({ limit }) => `At most ${limit} characters.`,
  pattern: (_, node) => (node.examples ? `This should look like ${[node.examples[0]].flat()[0]}.` : patternOf(node)),
  type: ({ type }) => (String(type).includes("number") ? "A number such as 78 or 59.60." : "This has another form."),
  enum: ({ allowedValues }) => `One of ${allowedValues.join(", ")}.`,
  const: () => "This has another value.",
  minimum: ({ limit }) => `At least ${limit}.`,
  maximum: ({ limit }) => `At most ${limit}.`,
  minItems: ({ limit }) => `At least ${limit}.`,
  maxItems: ({ limit }) => `At most ${limit}.`,
  minProperties: () => "Please fill something in.",
  maxProperties: ({ limit }) => `At most ${limit}.`,
  additionalProperties: () => "There is no such field.",
};

const NEEDED_BESIDE = {
  paper: "Say which paper the results are from. Its identifier is enough if the catalog has it.",
  was: "Say what the catalog has now, so that nothing newer is overwritten.",
  metric: "Say which metric of the leaderboard.",
  uncertainty: "Give the uncertainty too, or leave its kind out.",
};

function patternOf({ pattern, description }) {
  if (pattern === "\\S") return "Please fill this in.";
  return pattern?.startsWith("^https?") ? "An address that starts with https://." : (description ?? "This has another form.");
}
