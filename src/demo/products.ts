import type { ClassificationStatus, ProductAttributes } from '../model/product.ts';
import { BRANDS, CATEGORIES, type Category, COLORS, VENDORS } from './catalogue.ts';
import type { Random } from './random.ts';
import { Weighted } from './weighted.ts';

/** A classification in the demo's cache. */
export interface DemoProduct extends ProductAttributes {
  readonly productId: string;
  readonly threadId: string;
  readonly runId: string;
  readonly classificationStatus: ClassificationStatus;
  readonly description: string;
}

const STATUSES: readonly ClassificationStatus[] = ['success', 'failed', 'partial', 'invalidated'];
const STATUS_WEIGHTS = [93, 3, 2.5, 1.5];

/** Makes products one after the other, no two alike. */
export class ProductMaker {
  readonly #random: Random;
  readonly #categories = new Weighted(CATEGORIES.map(({ weight }) => weight));
  readonly #statuses = new Weighted(STATUS_WEIGHTS);
  #nextNumber: number;

  constructor(random: Random, firstNumber = 0) {
    this.#random = random;
    this.#nextNumber = firstNumber;
  }

  /** The next product. */
  next(): DemoProduct {
    const random = this.#random;
    const category = CATEGORIES[this.#categories.index(random)] as Category;
    const classificationStatus = STATUSES[this.#statuses.index(random)] as ClassificationStatus;
    const [itemSubCategory, things] = random.pick(Object.entries(category.subCategories));
    const color = random.pick(COLORS);
    const brand = random.pick(BRANDS);
    const number = this.#nextNumber++;
    const attributes = { itemMainCategory: category.name, itemSubCategory, color, brand, ...this.#traits(category) };
    return {
      ...asFarAsKnown(attributes, classificationStatus),
      productId: `P${String(number).padStart(5, '0')}`,
      threadId: `thread_${random.hex(24)}`,
      runId: `run_${random.hex(24)}`,
      classificationStatus,
      description: `${brand} ${random.pick(things)}, ${color}, article ${40_000 + number}`,
    };
  }

  #traits(category: Category) {
    const random = this.#random;
    return {
      vendor: random.pick(VENDORS),
      valuePrice: Math.round(category.typicalPrice * Math.exp(0.5 * random.normal()) * 100) / 100,
      targetDemographic: random.pick(['unisex', 'unisex', 'women', 'men', 'kids', 'teens', 'seniors']),
      utilityType: random.pick(['practical', 'decorative', 'fun', 'educational', 'luxury']),
      durability: random.pick(['high', 'high', 'medium', 'low', 'consumable']),
      usageType: random.pick(['daily', 'weekly', 'seasonal', 'occasional']),
    };
  }
}

const NOTHING: ProductAttributes = {
  itemMainCategory: null,
  itemSubCategory: null,
  color: null,
  brand: null,
  vendor: null,
  valuePrice: null,
  targetDemographic: null,
  utilityType: null,
  durability: null,
  usageType: null,
};

function asFarAsKnown(attributes: ProductAttributes, status: ClassificationStatus): ProductAttributes {
  if (status === 'failed') return NOTHING;
  const { itemMainCategory, itemSubCategory, brand } = attributes;
  return status === 'partial' ? { ...NOTHING, itemMainCategory, itemSubCategory, brand } : attributes;
}
