/** One thing that a working push needs, and how it stands. Texts are sentences. */
export interface Finding {
  /** The system it is about. */
  readonly system: string;
  /** Package, repository or configuration key. */
  readonly about: string;
  /** `unknown`: a person has to look, because nobody could be asked, or GitHub does not tell. */
  readonly state: "fine" | "wrong" | "unknown";
  readonly text: string;
  /** What to set, and to what. None where nothing is to be done. */
  readonly fix?: string;
  /** Where that is set. */
  readonly link?: string;
}

/** What somebody who was asked knows. */
export type Answer<Value> =
  | { readonly kind: "known"; readonly value: Value }
  /** There is no such thing, or the token may not know of it: GitHub does not tell these apart. */
  | { readonly kind: "absent" }
  /** `because` is a fragment. */
  | { readonly kind: "unknown"; readonly because: string };
