import { createHash } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import {
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  type ECRClient,
  ECRServiceException,
  PutImageCommand,
  type Repository,
} from "@aws-sdk/client-ecr";
import { forward } from "../loopback.js";

/** A manifest that was pushed. */
export interface Push {
  readonly repository: string;
  /** A tag, or `sha256:…`. */
  readonly reference: string;
  readonly digest: string;
}

export interface DoorOptions {
  readonly host: string;
  readonly account: string;
  /** URL of the registry behind the door. */
  readonly registry: string;
  /** The AWS that knows the repositories. */
  readonly ecr: ECRClient;
  readonly tokens: ReadonlyMap<string, "good" | "expired">;
  readonly onPush: (push: Push) => void;
}

/** What ECR does before and around a plain registry: tokens, repositories that must exist, tags that may not move. */
export function door(options: DoorOptions): RequestListener {
  return (request, response) => {
    void admit(options, request, response).catch((error: unknown) => {
      refuse(response, 500, "UNKNOWN", String(error));
    });
  };
}

async function admit(
  options: DoorOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  switch (tokenState(options.tokens, request.headers.authorization)) {
    case "good":
      break;
    case "expired":
      refuse(response, 403, "DENIED", "Your authorization token has expired. Reauthenticate and try again.");
      return;
    case "none":
      response.setHeader(
        "www-authenticate",
        `Basic realm="https://${options.host}/",service="ecr.amazonaws.com"`,
      );
      refuse(response, 401, "UNAUTHORIZED", "authentication required");
      return;
  }
  const [, name, kind, reference] =
    /^\/v2\/(.+)\/(manifests|blobs|tags)\/([^/?]+)/.exec(request.url ?? "") ?? [];
  if (name === undefined || reference === undefined) {
    pass(options, request, response);
    return;
  }
  const { ecr } = options;
  const repository = await repositoryNamed(ecr, name);
  if (repository === undefined) {
    const message = `The repository with name '${name}' does not exist in the registry with id '${options.account}'`;
    refuse(response, 404, "NAME_UNKNOWN", message);
    return;
  }
  if (kind !== "manifests" || request.method !== "PUT") {
    pass(options, request, response);
    return;
  }
  const manifest = await buffer(request);
  const digest = `sha256:${createHash("sha256").update(manifest).digest("hex")}`;
  if (!mayMove(repository, reference) && (await isTaken(ecr, name, reference))) {
    const message = `The image tag '${reference}' already exists in the '${name}' repository and cannot be overwritten because the tag is immutable.`;
    refuse(response, 400, "TAG_INVALID", message);
    return;
  }
  if (!reference.startsWith("sha256:")) {
    await record(ecr, name, reference, manifest.toString(), request.headers["content-type"]);
  }
  options.onPush({ repository: name, reference, digest });
  pass(options, request, response, manifest);
}

/** ECR takes HTTP basic authentication: user AWS, the token as password. */
function tokenState(tokens: DoorOptions["tokens"], header = ""): "good" | "expired" | "none" {
  const [, encoded = ""] = /^Basic (.+)$/.exec(header) ?? [];
  const [user, token = ""] = Buffer.from(encoded, "base64").toString().split(":");
  return user === "AWS" ? (tokens.get(token) ?? "none") : "none";
}

async function repositoryNamed(ecr: ECRClient, name: string): Promise<Repository | undefined> {
  try {
    const answer = await ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [name] }));
    return answer.repositories?.[0];
  } catch (error) {
    if (error instanceof ECRServiceException && error.name === "RepositoryNotFoundException")
      return undefined;
    throw error;
  }
}

/** Whether the repository lets a push overwrite this tag. A manifest by digest overwrites nothing. */
function mayMove(
  { imageTagMutability, imageTagMutabilityExclusionFilters }: Repository,
  reference: string,
): boolean {
  if (reference.startsWith("sha256:")) return true;
  const excepted = (imageTagMutabilityExclusionFilters ?? []).some(({ filter = "" }) =>
    new RegExp(`^${filter.replaceAll(".", "\\.").replaceAll("*", ".*")}$`).test(reference),
  );
  return imageTagMutability?.startsWith("IMMUTABLE") === true ? excepted : !excepted;
}

async function isTaken(ecr: ECRClient, repositoryName: string, imageTag: string): Promise<boolean> {
  const images = await ecr.send(new DescribeImagesCommand({ repositoryName }));
  return (images.imageDetails ?? []).some((image) => image.imageTags?.includes(imageTag));
}

/** Tells moto of a tagged image, so that a repository that holds one is not empty. */
async function record(
  ecr: ECRClient,
  repositoryName: string,
  imageTag: string,
  imageManifest: string,
  imageManifestMediaType: string | undefined,
): Promise<void> {
  try {
    await ecr.send(new PutImageCommand({ repositoryName, imageTag, imageManifest, imageManifestMediaType }));
  } catch (error) {
    // The same manifest under the same tag again: no news for moto, and no fault for a registry.
    if (!(error instanceof ECRServiceException && error.name === "ImageAlreadyExistsException")) throw error;
  }
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ errors: [{ code, message }] }));
}

/** Hands the request to the registry, which writes the addresses in its answers as the host's. */
function pass(options: DoorOptions, request: IncomingMessage, response: ServerResponse, body?: Buffer): void {
  const headers = { ...request.headers, host: options.host, "x-forwarded-proto": "https" };
  // The token was for the door; a registry without accounts would not know what to do with it.
  delete headers.authorization;
  forward(options.registry, request, response, { headers, ...(body && { body }) });
}
