/** Reading a JSON Schema as far as this project's schema of submissions goes. */

/** A node with what it refers to; what stands beside the reference wins, as a description does. */
export function resolve(root, node) {
  let found = node;
  while (found.$ref) {
    const { $ref, ...beside } = found;
    found = { ...root.$defs[$ref.replace("#/$defs/", "")], ...beside };
  }
  return found;
}

/** The node without null as one of its kinds, and whether it was one. */
export function withoutNull(root, node) {
  if (Array.isArray(node.type) && node.type.includes("null")) {
    const types = node.type.filter((type) => type !== "null");
    return [{ ...node, type: types.length === 1 ? types[0] : types }, true];
  }
  if (node.anyOf?.some((part) => part.type === "null")) {
    return [resolve(root, node.anyOf.find((part) => part.type !== "null")), true];
  }
  return [node, false];
}

/** The names among which `oneOf` lets one be given, or nothing. */
export function alternatives(node) {
  const parts = node.oneOf ?? [];
  return parts.every((part) => part.required?.length === 1) ? parts.map((part) => part.required[0]) : [];
}
