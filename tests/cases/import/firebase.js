const firebaseConfig = {
  apiKey: "AIzaSyD-abcdefghijklmnopqrstuvwxyz12345",
  authDomain: "shop-1234.firebaseapp.com",
  projectId: "shop-1234",
  storageBucket: "shop-1234.appspot.com",
  messagingSenderId: "123456789012",
  appId: "1:123456789012:web:abcdef"
};
