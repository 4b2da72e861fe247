/** What an administrator sets on a repository. */
export interface Settings {
  actions: {
    enabled: boolean;
    allowed_actions: "all" | "local_only" | "selected";
    sha_pinning_required: boolean;
  };
}

/** As a new repository has them. */
export function defaultSettings(): Settings {
  return { actions: { enabled: true, allowed_actions: "all", sha_pinning_required: false } };
}
