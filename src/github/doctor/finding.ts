/** One thing that a working push needs, and its state. Texts are sentences. */
export interface Finding {
  /** The system it is about. */
  readonly system: string;
  /** Package, repository or configuration key. */
  readonly about: string;
  /** `unknown`: a person has to look, because nobody was asked or GitHub does not say. */
  readonly state: "fine" | "wrong" | "unknown";
  readonly text: string;
  /** What to set, and to which value. Undefined if nothing is to be done. */
  readonly fix?: string;
  /** Where that is set. */
  readonly link?: string;
}

/** An answer to a question about GitHub. */
export type Answer<Value> =
  | { readonly kind: "known"; readonly value: Value }
  /** It does not exist, or the token may not see it: GitHub does not distinguish these. */
  | { readonly kind: "absent" }
  /** `because` is a fragment. */
  | { readonly kind: "unknown"; readonly because: string };
