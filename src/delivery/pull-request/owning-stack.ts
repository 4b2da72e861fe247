import type { PullRequest } from "./remote.js";

/** Visible, so that people can remove it to give the repository to another stack. */
const SENTENCE = /Delivered by the Pulumi stack `([^`]+)`\.\s*/;

/** The sentence by which a pull request says which stack (`project/stack`) delivers to its repository. */
export function stackSentence(stack: string): string {
  return `Delivered by the Pulumi stack \`${stack}\`.`;
}

/** A pull request that names the stack it is from. */
export interface Claim {
  readonly stack: string;
  readonly pullRequest: PullRequest;
}

/** Which stack delivers to a repository, from the newest pull request that names one. */
export function claimOn([newest]: readonly PullRequest[]): Claim | undefined {
  if (newest === undefined) return undefined;
  const stack = SENTENCE.exec(newest.body)?.[1];
  return stack === undefined ? undefined : { stack, pullRequest: newest };
}

/** The text without that sentence: another stack may deliver. */
export function withoutOwningStack(text: string): string {
  return text.replace(SENTENCE, "");
}
