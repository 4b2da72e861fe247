/** Items in their order, divided into `count` shares that differ by one at most. `count` is no more than the items. */
export function evenShares<Item>(items: readonly [Item, ...Item[]], count: number): [Item, ...Item[]][] {
  return Array.from({ length: count }, (_, share) => {
    const bound = (index: number) => Math.round((index * items.length) / count);
    const [first = items[0], ...rest] = items.slice(bound(share), bound(share + 1));
    return [first, ...rest];
  });
}
