// The GraphQL operations of the published collection, by their names there, with variables that fit what there is at the moment.

export interface Known {
  /** Of a product, of one's own newest order, and of the user; empty where there is none. */
  productId: string;
  orderId: string;
  userId: string;
}

export interface Operation {
  name: string;
  query: string;
  variables: (known: Known) => Record<string, unknown>;
}

const NO_VARIABLES = () => ({});

export const OPERATIONS: readonly Operation[] = [
  {
    name: "getProducts",
    query: `query getProducts {
  products {
    id
    name
    price
    stock
    description
  }
}`,
    variables: NO_VARIABLES,
  },
  {
    name: "Orders",
    query: `query Orders {
  orders {
    id
    status
    total
    items { productId quantity price }
  }
}`,
    variables: NO_VARIABLES,
  },
  {
    name: "Order",
    query: `query Order($orderId: ID!) {
  order(id: $orderId) {
    id
    status
    reason
    total
    user { name }
    items { quantity price product { name stock } }
  }
}`,
    variables: ({ orderId }) => ({ orderId }),
  },
  {
    name: "PlaceOrder",
    query: `mutation PlaceOrder($input: OrderInput!) {
  placeOrder(input: $input) {
    id
    status
    total
  }
}`,
    variables: ({ userId, productId }) => ({
      input: { userId, items: [{ productId, quantity: 1 }] },
    }),
  },
  {
    name: "CreateProduct",
    query: `mutation CreateProduct($input: ProductInput!) {
  createProduct(input: $input) {
    id
    name
    price
    stock
  }
}`,
    variables: () => ({
      input: { name: "Inkwell", description: "For one pen at a time.", price: 12.5, stock: 20 },
    }),
  },
  {
    name: "GetUsers",
    query: `query GetUsers {
  users {
    id
    name
    email
  }
}`,
    variables: NO_VARIABLES,
  },
  {
    name: "RegisterUser",
    query: `mutation RegisterUser($input: RegisterInput!) {
  registerUser(input: $input) {
    id
    name
    email
  }
}`,
    variables: () => ({
      input: { name: "Carol", email: "carol@example.com", password: "correct horse battery" },
    }),
  },
  {
    name: "LoginUser",
    query: `mutation LoginUser($input: LoginInput!) {
  loginUser(input: $input) {
    accessToken
    refreshToken
  }
}`,
    variables: () => ({ input: { email: "ada@example.com", password: "correct horse battery" } }),
  },
];
