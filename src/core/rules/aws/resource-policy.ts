import { isMap, type Value, type ValueMap } from "../../value.ts";
import type { Answer, Exposure } from "../rule.ts";
import { clip, every, exposure, listed, not, some } from "./answers.ts";
import { anyOf, joined, texts } from "./attributes.ts";
import { keepsStrangersOut } from "./condition.ts";
import { allows, element, judgePolicy, matchesAll } from "./policy-document.ts";

/** Does a policy let anybody in: an Allow for every principal that no condition limits? */
export const opensToAnyone = (policy: Value | undefined, attribute: string): Exposure =>
  judgePolicy(policy, attribute, (statement) =>
    exposure(
      every(allows(statement), forAnyone(statement), not(keepsStrangersOut(statement))),
      `anyone may ${actionsOf(statement)}`,
      attribute,
    ),
  );

/** Everybody but some is everybody. */
const forAnyone = (statement: ValueMap): Answer => {
  const excluded = element(statement, "NotPrincipal");
  const besides = excluded === undefined || excluded === null ? "no" : not(namesAll(excluded));
  return some([besides, namesAll(element(statement, "Principal"))]);
};

const namesAll = (principal: Value | undefined): Answer => {
  const names = isMap(principal) ? joined(...Object.values(principal).map(texts)) : texts(principal);
  return anyOf(names, matchesAll);
};

const actionsOf = (statement: ValueMap): string => {
  const { known, unreadable } = texts(element(statement, "Action"));
  if (known.length > 0) return clip(listed(known), 100);
  const spared = texts(element(statement, "NotAction")).known;
  return spared.length > 0 ? `do all but ${clip(listed(spared), 90)}` : unreadable ? "act" : "do anything";
};
