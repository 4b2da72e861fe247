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

/** Makes findings about one thing. */
export type FindingMaker = (state: Finding["state"], text: string, fix?: string, link?: string) => Finding;

/** Makes the findings about one package, repository or key of a system. */
export function findingsAbout(system: string, about: string): FindingMaker {
  return (state, text, fix, link) => ({
    system,
    about,
    state,
    text,
    ...(fix !== undefined && { fix }),
    ...(link !== undefined && { link }),
  });
}

/** A repository's Actions variables on GitHub's web page. */
export function variablesPage(repository: string): string {
  return `https://github.com/${repository}/settings/variables/actions`;
}
