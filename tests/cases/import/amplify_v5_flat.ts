export const environments = {
  dev: {
    region: 'eu-west-3',
    userPoolId: 'eu-west-3_DevPool01',
    userPoolWebClientId: 'devdevdevdevdevdevdevdev01',
    oauth: { domain: 'shop-dev', scope: ['openid'], redirectSignIn: 'http://localhost:4200/', redirectSignOut: 'http://localhost:4200/', responseType: 'token' },
  },
  prod: {
    region: 'eu-west-3',
    userPoolId: 'eu-west-3_ProdPool1',
    userPoolWebClientId: 'prodprodprodprodprodprod01',
    oauth: { domain: 'shop', scope: ['openid'], redirectSignIn: 'https://shop.example.com/', redirectSignOut: 'https://shop.example.com/', responseType: 'code' },
  },
};
