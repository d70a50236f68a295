// What the seeded blog talks about: pleasant, varied, and the same for the same seed.

const TOPICS = [
  "sourdough",
  "night trains",
  "a small garden",
  "fountain pens",
  "the first frost",
  "mending clothes",
  "birdsong",
  "a leaky roof",
  "chess by post",
  "tide pools",
  "old maps",
  "soup",
  "bicycles",
  "the library",
  "paper planes",
  "a borrowed telescope",
];

const TITLES = [
  (topic: string) => `What I learnt about ${topic} this week`,
  (topic: string) => `In praise of ${topic}`,
  (topic: string) => `A beginner's notes on ${topic}`,
  (topic: string) => `Three mistakes with ${topic}, and a fourth`,
  (topic: string) => `Everything I thought I knew about ${topic}`,
  (topic: string) => `Letters on ${topic}`,
  (topic: string) => `Why ${topic} took me ten years`,
  (topic: string) => `${capital(topic)}, explained to my neighbour`,
];

const COMMENTS = [
  "This made my morning, thank you.",
  "I tried it yesterday and it worked at once.",
  "Could you explain the second part?",
  "My grandmother would have liked this.",
  "I am not convinced, but I enjoyed reading it.",
  "Saved for the weekend.",
  "The last sentence stayed with me all day.",
  "We did the opposite and regretted it.",
  "More of this, please.",
  "A question from a beginner: where do I start?",
  "I have waited for a post like this.",
  "It rained here too, so I had time to read it twice.",
  "Sent it to three friends, two answered.",
  "The picture in my head is better than a picture.",
];

/** Moderation turns these away. */
const REJECTED = [
  "Best enjoyed with a slice of orange.",
  "The light was orange when I read this.",
  "You forgot the orange one.",
];

/** One in this many comments is one that moderation rejects. */
const REJECTED_EVERY = 6;

export interface SeedTexts {
  title: () => string;
  comment: () => string;
}

export function createSeedTexts(seed: number): SeedTexts {
  const random = createRandom(seed);
  function pick<Item>(items: readonly [Item, ...Item[]] | Item[]): Item {
    // The index is always inside, and no list here is empty.
    return items[Math.floor(random() * items.length)] as Item;
  }
  return {
    title: () => pick(TITLES)(pick(TOPICS)),
    comment: () => pick(random() < 1 / REJECTED_EVERY ? REJECTED : COMMENTS),
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// Mulberry32: small, quick, and the same everywhere. https://gist.github.com/tommyettinger/46a874533244883189143505d203312c
function createRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
