package clients

// Device is the phone that a client runs on, as wx.getSystemInfo tells of it. Sizes are in the platform's px.
type Device struct {
	Brand, Model, System, Platform string
	Version                        string // of WeChat
	SDKVersion                     string // of the base library
	PixelRatio                     float64
	ScreenWidth, ScreenHeight      int
	WindowHeight                   int
	StatusBarHeight                int
	BenchmarkLevel                 int // Android alone; -1 is "not known"
	// Language and Theme are what its owner chose in WeChat.
	Language, Theme string
}

// Devices are the phones that sessions draw from.
//
// The OnePlus is a phone's own answer, as its owner put it into a public report of a failed upload. The others are put
// together: the models are named the way WeChat names them, which request logs in public repositories show ("iPhone
// 12<iPhone13,2>" with iOS 15.6.1, base library 2.27.1 and WeChat 8.0.37; "iPhone 13<iPhone14,5>" with iOS 18.1 and
// WeChat 8.0.54, and with base library 3.3.5), the sizes of screens and their ratios are those in the makers'
// specifications (the iPhone 12's window under a navigation bar, 761, is in such a log), and where a status bar's
// height or a benchmark level was not found it is an assumption. The last one has HarmonyOS: that its platform is
// "ohos" stands in WeChat's own page
// (https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getDeviceInfo.html); the rest of it is put
// together. The languages are spelled as in
// https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserInfo.html, the themes as in
// https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getAppBaseInfo.html.
func Devices() []Device {
	return []Device{
		{"iPhone", "iPhone 12<iPhone13,2>", "iOS 15.6.1", "ios", "8.0.37", "2.27.1", 3, 390, 844, 761, 47, -1,
			"zh_CN", "light"},
		{"iPhone", "iPhone 13<iPhone14,5>", "iOS 18.1", "ios", "8.0.54", "3.6.6", 3, 390, 844, 753, 47, -1,
			"zh_CN", "light"},
		{"iPhone", "iPhone 13 Pro Max<iPhone14,3>", "iOS 16.5.1", "ios", "8.0.42", "3.2.0", 3, 428, 926, 835, 47, -1,
			"en", "dark"},
		{"iPhone", "iPhone 11<iPhone12,1>", "iOS 17.6.1", "ios", "8.0.50", "3.5.1", 2, 414, 896, 808, 48, -1,
			"zh_CN", "dark"},
		{"iPhone", "iPhone 15 Pro Max<iPhone16,2>", "iOS 17.1.1", "ios", "8.0.54", "3.6.4", 3, 430, 932, 832, 59, -1,
			"zh_TW", "light"},
		{"OnePlus", "PJE110", "Android 14", "android", "8.0.51", "3.6.2", 3, 360, 792, 709, 40, 31,
			"zh_CN", "light"},
		{"HUAWEI", "HUAWEI ELS-AN00", "Android 10", "android", "8.0.47", "3.3.4", 3, 400, 880, 796, 40, 30,
			"zh_CN", "dark"},
		{"Xiaomi", "M2011K2C", "Android 13", "android", "8.0.48", "3.4.2", 3.5, 411, 914, 829, 36, 34,
			"en", "light"},
		{"vivo", "V2130A", "Android 12", "android", "8.0.44", "3.2.4", 3, 360, 800, 717, 32, 28,
			"zh_CN", "light"},
		{"Redmi", "M2006C3LC", "Android 10", "android", "8.0.49", "3.4.10", 2, 360, 800, 716, 32, 7,
			"zh_TW", "dark"},
		{"HUAWEI", "ALN-AL00", "HarmonyOS 5.0.1", "ohos", "1.0.7", "3.8.0", 3, 420, 920, 836, 40, -1,
			"zh_CN", "light"},
	}
}

// OldPhone is the one of Devices that has iOS 15: see Profile.PromiseTasks.
func OldPhone() Device { return Devices()[0] }

// AppKey is the default application key, in the vendor's form of 32 hexadecimal digits.
const AppKey = "45c6af3c98409b18a84451215d0bdd6e"

// Application is the key that the application gives to the SDK.
func (e Env) Application() string {
	if e.AppKey == "" {
		return AppKey
	}
	return e.AppKey
}

// Phone is the device that the client sees.
func (e Env) Phone() Device {
	if e.Device == (Device{}) {
		return Devices()[0]
	}
	return e.Device
}
