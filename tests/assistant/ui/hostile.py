"""Sixty strings of people who mean ill: HTML, Markdown images and links, script addresses, templates. None may come to life.

Whatever of them ran would set `window.hacked`; whatever of them was fetched would have "evil" in its address.
"""

from tests.assistant.ui.pages import HOSTILE

SIXTY = (
    *HOSTILE,
    # HTML that runs without a click.
    "<svg/onload=window.hacked=1>",
    "<svg><script href='data:text/javascript,window.hacked=1'/></svg>",
    "<svg><animate onbegin=window.hacked=1 attributeName=x dur=1s>",
    "<body onload=window.hacked=1>",
    "<video><source onerror=window.hacked=1></video>",
    "<video poster=http://evil.example/p.png src=http://evil.example/v.mp4 autoplay></video>",
    "<audio src=http://evil.example/a.mp3 autoplay onerror=window.hacked=1>",
    "<details open ontoggle=window.hacked=1>more</details>",
    "<marquee onstart=window.hacked=1>fee</marquee>",
    "<input onfocus=window.hacked=1 autofocus>",
    "<textarea onfocus=window.hacked=1 autofocus>fee</textarea>",
    "<object data='data:text/html,<script>parent.hacked=1</script>'></object>",
    "<embed src=http://evil.example/e.swf>",
    "<iframe src=javascript:parent.hacked=1></iframe>",
    "<iframe src=http://evil.example/></iframe>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=window.hacked=1&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=window.hacked=1>'>",
    "<template><script>window.hacked=1</script></template>",
    "<xmp><p title='</xmp><svg/onload=window.hacked=1>'>",
    "<img srcset='http://evil.example/1x.png 1x, http://evil.example/2x.png 2x'>",
    "<picture><source srcset=http://evil.example/s.png><img></picture>",
    "<link rel=stylesheet href=http://evil.example/l.css><link rel=prefetch href=http://evil.example/p>",
    "<div style='background:url(http://evil.example/b.png)'>fee</div>",
    "<table background=http://evil.example/t.png><tr><td>fee</td></tr></table>",
    "<script src=http://evil.example/s.js></script>",
    "<script type=module>import 'http://evil.example/m.js'</script>",
    "<<script>script>window.hacked=1;//<</script>",
    "<scr\u0000ipt>window.hacked=1</scr\u0000ipt>",
    "\uff1cscript\uff1ewindow.hacked=1\uff1c/script\uff1e",
    "</title></style></script><img src=x onerror=window.hacked=1>",
    "'\"--></style></script><svg onload=window.hacked=1>",
    "' autofocus onfocus='window.hacked=1' x='",
    '" onmouseover="window.hacked=1" data-send="cite" x="',
    # Markdown that a viewer would fetch or follow.
    "![](http://evil.example/1.png)",
    "![a][b]\n\n[b]: http://evil.example/2.png",
    "[![x](http://evil.example/3.png)](http://evil.example/4)",
    "<http://evil.example/5>",
    "[fee](data:text/html;base64,PHNjcmlwdD5wYXJlbnQuaGFja2VkPTE8L3NjcmlwdD4=)",
    "[fee](vbscript:window.hacked=1)",
    "# <img src=http://evil.example/6.png>",
    "```html\n<script>window.hacked=1</script>\n```",
    # Templates and scripts' own strings.
    "`;window.hacked=1;`",
    "${alert(1)}{{7*7}}<%= 7*7 %>#{7*7}",
    "\\u003cscript\\u003ewindow.hacked=1\\u003c/script\\u003e",
)
assert len(set(SIXTY)) == 60  # the reach of the suite, and none twice
