import {
  CreateOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  TagOpenIDConnectProviderCommand,
  UntagOpenIDConnectProviderCommand,
} from "@aws-sdk/client-iam";
import * as v from "valibot";
import { isAnswer } from "./errors.js";
import type { Kind } from "./kind.js";
import { present, same } from "./properties.js";
import { tagList, tagMap, tagsInput } from "./tags.js";

const clientIds = v.array(v.string());

/** aws:iam/openIdConnectProvider:OpenIdConnectProvider. Its id is its ARN. */
export const openIdConnectProvider: Kind = {
  title: "IAM OIDC Provider",
  inputs: {
    url: v.pipe(v.string(), v.startsWith("https://")),
    clientIdLists: clientIds,
    tags: tagsInput,
  },
  replacing: ["url"],
  nameOf: ({ url }) => String(url),
  desired: (given) => ({ ...given, tags: given["tags"] ?? {} }),
  // IAM leaves the scheme out.
  equal: (property, left, right) =>
    property === "url" ? withoutScheme(left) === withoutScheme(right) : same(left, right),

  async create({ iam }, given) {
    const { OpenIDConnectProviderArn = "" } = await iam.send(
      new CreateOpenIDConnectProviderCommand({
        Url: String(given["url"]),
        ClientIDList: v.parse(clientIds, given["clientIdLists"]),
        Tags: tagList(given["tags"]),
      }),
    );
    return OpenIDConnectProviderArn;
  },

  async read({ iam }, id) {
    try {
      const found = await iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: id }));
      const tags = tagMap(found.Tags);
      return present({
        arn: id,
        url: found.Url,
        clientIdLists: found.ClientIDList ?? [],
        thumbprintLists: found.ThumbprintList ?? [],
        tags,
        tagsAll: tags,
      });
    } catch (error) {
      if (isAnswer(error, "NoSuchEntityException")) return undefined;
      throw error;
    }
  },

  async update({ iam }, OpenIDConnectProviderArn, olds, news) {
    if (!same(olds["clientIdLists"], news["clientIdLists"])) {
      throw new Error("the fake AWS provider cannot change audiences, because moto cannot");
    }
    const Tags = tagList(news["tags"]);
    const kept = new Set(Tags.map(({ Key }) => Key));
    const gone = tagList(olds["tags"]).filter(({ Key }) => !kept.has(Key));
    if (gone.length > 0) {
      const TagKeys = gone.map(({ Key }) => Key);
      await iam.send(new UntagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, TagKeys }));
    }
    if (Tags.length > 0)
      await iam.send(new TagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, Tags }));
  },

  async delete({ iam }, id) {
    try {
      await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: id }));
    } catch (error) {
      if (!isAnswer(error, "NoSuchEntityException")) throw error;
    }
  },
};

function withoutScheme(url: unknown): string {
  return String(url).replace("https://", "");
}
