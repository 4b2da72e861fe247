import { RegistryError } from "../registry/lookup-error.js";
import { repositoryClient, type RepositoryClient } from "../registry/repository-client.js";
import { GithubError, type GithubApi } from "./api.js";

/**
 * A repository of GHCR, by its whole name. GHCR gives a token to whoever asks, whatever `actions` are asked for, and
 * decides at each request; so to have one says nothing. Throws GithubError where there was no answer.
 */
export function ghcr(
  { url, token }: GithubApi,
  repository: string,
  actions: "pull" | "pull,push",
): RepositoryClient {
  // The name counts for nothing here.
  const client = repositoryClient({
    url,
    repository,
    actions,
    credentials: { username: "slipway", password: token },
  });
  return (...request) =>
    client(...request).catch((error: unknown) => {
      throw error instanceof RegistryError ? new GithubError(error.message) : error;
    });
}
