/** A list as a person would say it: `a, b, and c`. */
export function inWords(items: readonly string[]): string {
  return new Intl.ListFormat("en").format(items);
}
