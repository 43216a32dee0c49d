package catalogue

const listsFromGuide = FromGuide + " for the lists; " + FromCatalogue + " for the demand"

var platform = []Requirement{
	{ID: "DOM-01", Level: Must, Title: "Only listed request domains", Needs: onPlatform, Source: listsFromGuide,
		Statement: "Every host contacted by a request stands on the list of request domains.",
		Why: "The platform blocks every host that the operator did not enter in its console: the call fails " +
			"in production and works in the developer tools."},
	{ID: "DOM-02", Level: Must, Title: "Only listed socket domains", Needs: onPlatform, Source: listsFromGuide,
		Statement: "Every host contacted by a socket stands on the list of socket domains.",
		Why: "A fallback link host that is not listed is refused by the platform just when the first one is " +
			"down."},
	{ID: "DOM-03", Level: Must, Title: "Only listed uploadFile domains", Needs: uploads, Source: listsFromGuide,
		Statement: "Every host contacted by an upload stands on the list of uploadFile domains.",
		Why:       "Pictures and voice messages fail to send in production while text works."},
	{ID: "DOM-04", Level: Must, Title: "Only listed downloadFile domains", Needs: onPlatform, Source: listsFromGuide,
		Statement: "Every host contacted by a download stands on the list of downloadFile domains.",
		Why:       "Received pictures and files do not show in production while text works."},
	{ID: "DOM-05", Level: Must, Title: "Only https and wss", Needs: onPlatform, Source: FromCatalogue,
		Statement: "Only https and wss are used.",
		Why: "The platform refuses plain http and ws outside the developer tools, so a downgrade is a failure " +
			"in production."},
	{ID: "DOM-06", Level: Must, Title: "Works with unlisted domains refused", Needs: onPlatform, Source: listsFromGuide,
		Statement: "With every host outside the list refused, login, messages and reconnects still work.",
		Why: "That is the production platform. A statistics host that is refused must not keep users from " +
			"logging in."},

	{ID: "UPL-01", Level: Must, Title: "A file path uploads whole", Needs: imUpload, Source: FromCatalogue,
		Statement: "A file given by filePath is uploaded through the host's upload call and arrives whole.",
		Why: "A mini program has no file objects, only paths; any other way of uploading sends nothing or " +
			"half a picture."},
	{ID: "UPL-02", Level: Must, Title: "Progress is reported up to 100 %", Needs: imUpload, Source: FromCatalogue,
		Statement: "Progress is reported and ends at 100 %.",
		Why:       "The progress bar of a sent picture stands still, and users send it again."},
	{ID: "UPL-03", Level: Must, Title: "A failed upload reports one error", Needs: imUpload, Source: FromCatalogue,
		Statement: "A failed upload calls done with an error once, with no retry storm.",
		Why: "Without the error the message stays \"sending\" for ever; a storm of retries costs the user's " +
			"data volume.",
		V2: "The promise of sendMessage is rejected."},
	{ID: "UPL-04", Level: Must, Title: "An upload takes no socket slot", Needs: imUpload, Source: FromCatalogue,
		Statement: "An upload takes no socket slot and survives a link loss or fails with an error.",
		Why: "Sending a picture in a live room would otherwise need a third socket, or be lost without a word " +
			"when the link drops."},

	{ID: "STO-01", Level: Must, Title: "db false stores nothing", Needs: imPlatform, Source: optionsFromSDK,
		Statement: "With db: false nothing is stored in a local database.",
		Why: "Mini programs have no such database: an SDK that tries to use it fails on an object that does " +
			"not exist, or fills the storage quota.",
		V2: "There is no such option: the API has no database on this platform. Storage and the log files of the " +
			"SDK are looked at."},
	{ID: "STO-02", Level: Must, Title: "Broken storage does not stop login", Needs: onPlatform, Source: FromCatalogue,
		Statement: "Storage that throws from the login on, at what is written or at every call, stops neither login " +
			"nor messages.",
		Why: "Writing throws when the quota is used up, and a device may refuse its storage altogether; that must " +
			"not lock the user out."},

	{ID: "GLB-01", Level: Must, Title: "Globals are left as they were", Needs: onPlatform, Source: FromCatalogue,
		Statement: "The host's globals are what they were: nothing replaced or deleted. The application's own " +
			"listeners and entries in the storage stay.",
		Why: "Application and SDK share one realm: a replaced Promise or setTimeout, or a call that takes all " +
			"listeners of an event away, breaks code that has nothing to do with messaging."},
	{ID: "GLB-02", Level: Should, Title: "Added globals are listed", Needs: onPlatform, Source: FromCatalogue,
		Statement: "The globals that the SDK adds are listed in the report.",
		Why: "Two libraries that add the same name overwrite each other; the list lets an application see it " +
			"before its users do."},
	{ID: "GLB-03", Level: Must, Title: "Works without eval", Needs: onPlatform, Source: FromCatalogue,
		Statement: "It works where eval and new Function are forbidden.",
		Why:       "The platform forbids both: code that depends on them stops at that line on every device."},
	{ID: "GLB-04", Level: Must, Title: "No uncaught error, ever", Source: FromCatalogue,
		Statement: "No uncaught exception and no unhandled rejection, in any scenario of this catalogue.",
		Why: "An exception nobody caught ends the callback it happened in, so that the application is not " +
			"told and a slot stays taken."},
}
