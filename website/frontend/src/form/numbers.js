/** Numbers that keep the digits they were typed with: 59.60 stays 59.60. */

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

export class Digits {
  constructor(text) {
    this.text = text;
  }

  valueOf() {
    return Number(this.text);
  }
}

/** What was typed as a number, or as the text that it is if it is none (which the schema then refuses). */
export function typedNumber(text) {
  const trimmed = text.trim();
  if (!trimmed) return undefined;
  return NUMBER.test(trimmed) ? new Digits(trimmed) : trimmed;
}

/** The value with plain numbers in it, as the schema's check wants it. */
export function plain(value) {
  if (value instanceof Digits) return Number(value.text);
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
  }
  return value;
}
