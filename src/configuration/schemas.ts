import * as v from "valibot";

const SEPARATOR = "\n";

/** A valibot message with both halves of an error, what was expected and the fix. `expectationOf` splits it. */
export function expects(expected: string, fix: string): string {
  return expected + SEPARATOR + fix;
}

/** The two halves of a message made by `expects`. */
export function expectationOf(message: string): { expected: string; fix: string } {
  const [expected = message, fix = "correct the value"] = message.split(SEPARATOR);
  return { expected, fix };
}

/** Text that is not empty. */
export const text = (expected: string, fix: string) =>
  v.pipe(v.string(expects(expected, fix)), v.nonEmpty(expects(expected, fix)));

/** One of these values. */
export const choice = <const Options extends readonly string[]>(...options: Options) =>
  v.picklist(options, expects(options.join(" or "), "use one of these values"));

/** true or false. */
export const flag = v.boolean(expects("true or false", "write it without quotes"));

const fromOne = (message: ReturnType<typeof expects>) =>
  v.pipe(v.number(message), v.integer(message), v.minValue(1, message));

/** A whole number, 1 or more. */
export const wholeFromOne = (unit: string) =>
  fromOne(expects(`a whole number of ${unit}, 1 or more`, "set it to 1 or more"));

/** A numeric id of GitHub; `fix` says how to find it. */
export const githubId = (fix: string) => fromOne(expects("an id, which is a whole number", fix));

/** A list of `item`, which the message calls `of`. */
export const list = <Item extends v.GenericSchema>(item: Item, of: string) =>
  v.array(item, expects(`a list of ${of}`, "write one item per line, each after a dash"));

/** A map from any name to `value`, which the message calls `of`. */
export const map = <Value extends v.GenericSchema>(value: Value, of: string) =>
  v.record(v.string(), value, expects(`a map of ${of}`, "write `name: value`, one per line, indented"));
