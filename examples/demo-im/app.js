App({ globalData: { nim: null } });
