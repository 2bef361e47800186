<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AppContext</name>
    <message>
        <source>The figure could not be saved</source>
        <translation>无法保存图形</translation>
    </message>
    <message>
        <source>The engine stopped and is being started again.</source>
        <translation>引擎已停止，正在重新启动。</translation>
    </message>
    <message>
        <source>The engine does not run, so nothing can be computed.</source>
        <translation>引擎没有运行，无法进行任何计算。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>The run did not obey</source>
        <translation>运行没有响应</translation>
    </message>
    <message>
        <source>The list of options could not be read</source>
        <translation>无法读取选项列表</translation>
    </message>
    <message>
        <source>Drawing the kitchen sample…</source>
        <translation>正在绘制厨房样例…</translation>
    </message>
    <message>
        <source>Looking at the sample…</source>
        <translation>正在检查样例…</translation>
    </message>
    <message>
        <source>Kitchen sample</source>
        <translation>厨房样例</translation>
    </message>
    <message>
        <source>The kitchen sample could not be used</source>
        <translation>无法使用厨房样例</translation>
    </message>
    <message>
        <source>The run cannot be opened</source>
        <translation>无法打开此运行</translation>
    </message>
</context>
<context>
    <name>BarPlot</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>ColumnMapping</name>
    <message>
        <source>Which column of the list is what. Changes are kept for this list.</source>
        <translation>列表中各列的含义。更改会为此列表保存。</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>Annotations</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Between annotations</source>
        <translation>标注分隔符</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>重新读取</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Type a command</source>
        <translation>输入命令</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
</context>
<context>
    <name>ComparePanel</name>
    <message>
        <source>The table was not saved</source>
        <translation>表格未保存</translation>
    </message>
    <message>
        <source>The runs could not be compared</source>
        <translation>无法比较这些运行</translation>
    </message>
    <message>
        <source>%1 runs side by side</source>
        <translation>并排比较 %1 个运行</translation>
    </message>
    <message>
        <source>Nothing to compare yet</source>
        <translation>还没有可比较的内容</translation>
    </message>
    <message>
        <source>Select two runs or more on the Runs page and press “Compare selected”. Their curves, what they reached and how their settings differ appear here.</source>
        <translation>在“运行”页选择两个或更多运行，然后按“比较所选”。它们的曲线、达到的指标以及设置的差异会显示在这里。</translation>
    </message>
    <message>
        <source>Go to Runs</source>
        <translation>前往“运行”</translation>
    </message>
    <message>
        <source>Choose runs…</source>
        <translation>选择运行…</translation>
    </message>
    <message>
        <source>End comparison</source>
        <translation>结束比较</translation>
    </message>
    <message>
        <source>On validation</source>
        <translation>验证集上</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Metrics of the runs</source>
        <translation>各运行的指标</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Settings of the runs</source>
        <translation>各运行的设置</translation>
    </message>
    <message>
        <source>Differences only</source>
        <translation>仅显示差异</translation>
    </message>
    <message>
        <source>Leaves out settings that are the same in all of these runs.</source>
        <translation>隐藏这些运行中完全相同的设置。</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>Setting</source>
        <translation>设置项</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>最佳</translation>
    </message>
    <message>
        <source>at epoch</source>
        <translation>所在轮次</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>最后</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>%1 runs, mean ± s</source>
        <translation>%1 个运行，均值 ± 标准差</translation>
    </message>
</context>
<context>
    <name>CurvesPanel</name>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>checkpoint</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>best checkpoint so far</source>
        <translation>目前最佳检查点</translation>
    </message>
    <message>
        <source>pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>loss, validation</source>
        <translation>损失（验证）</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Appears with the first epoch</source>
        <translation>第一轮结束后出现</translation>
    </message>
    <message>
        <source>Appears with the first step</source>
        <translation>第一步后出现</translation>
    </message>
    <message>
        <source>The plot was not saved</source>
        <translation>图未保存</translation>
    </message>
    <message>
        <source>No run to show yet</source>
        <translation>还没有可显示的运行</translation>
    </message>
    <message>
        <source>Start a training on the left, or choose one on the Runs page. Its curves move while it learns.</source>
        <translation>在左侧开始训练，或在“运行”页选择一个。学习时曲线会随之变化。</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>over</source>
        <translation>横轴</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Moving average of training curves. The values themselves stay visible, pale, behind it.</source>
        <translation>训练曲线的滑动平均。原始数值以浅色显示在后面。</translation>
    </message>
    <message>
        <source>Log losses</source>
        <translation>损失取对数</translation>
    </message>
    <message>
        <source>Logarithmic axis for the losses: tells small values apart.</source>
        <translation>损失使用对数坐标：便于区分小数值。</translation>
    </message>
    <message>
        <source>Loss parts</source>
        <translation>损失分项</translation>
    </message>
    <message>
        <source>Choose which parts of the loss are drawn.</source>
        <translation>选择要绘制的损失分项。</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Ends the zoom. Double-click in a plot does the same; the wheel zooms, dragging moves.</source>
        <translation>取消缩放。在图中双击效果相同；滚轮缩放，拖动平移。</translation>
    </message>
    <message>
        <source>Horizontal axis</source>
        <translation>横轴</translation>
    </message>
    <message>
        <source>Metric of the upper plot</source>
        <translation>上图的指标</translation>
    </message>
    <message>
        <source>learning rate %1</source>
        <translation>学习率 %1</translation>
    </message>
</context>
<context>
    <name>Data</name>
    <message>
        <source>CSV list</source>
        <translation>CSV 列表</translation>
    </message>
    <message>
        <source>A file samples.csv with the columns image, label and, where known, split (train, val, test) and tags (separated by |); paths are relative to the file.</source>
        <translation>文件 samples.csv，含列 image、label，以及（若已知）split（train、val、test）和 tags（以 | 分隔）；路径相对于该文件。</translation>
    </message>
    <message>
        <source>Folder per class</source>
        <translation>每类一个文件夹</translation>
    </message>
    <message>
        <source>A folder whose subfolders are the classes and hold the pictures (&lt;class&gt;/&lt;picture&gt;.jpg), optionally below train, val and test folders.</source>
        <translation>子文件夹即类别，其中存放图片（&lt;类别&gt;/&lt;图片&gt;.jpg）；也可位于 train、val、test 文件夹之下。</translation>
    </message>
    <message>
        <source>Food-101 with Ingredients101</source>
        <translation>Food-101 与 Ingredients101</translation>
    </message>
    <message>
        <source>Food-101 pictures (food-101/images/&lt;class&gt;/&lt;id&gt;.jpg) with the annotation files of Ingredients101 (Annotations/classes.txt, ingredients.txt, train_images.txt, train_labels.txt, …) beside them.</source>
        <translation>Food-101 图片（food-101/images/&lt;类别&gt;/&lt;编号&gt;.jpg），旁边是 Ingredients101 的标注文件（Annotations/classes.txt、ingredients.txt、train_images.txt、train_labels.txt 等）。</translation>
    </message>
    <message>
        <source>VireoFood-172</source>
        <translation>VireoFood-172</translation>
    </message>
    <message>
        <source>The folders ready_chinese_food/&lt;class&gt;/&lt;file&gt;.jpg and SplitAndIngreLabel with TR.txt, VAL.txt, TE.txt, IngreLabel.txt, IngredientList.txt and FoodList.txt.</source>
        <translation>文件夹 ready_chinese_food/&lt;类别&gt;/&lt;文件&gt;.jpg 和 SplitAndIngreLabel，后者含 TR.txt、VAL.txt、TE.txt、IngreLabel.txt、IngredientList.txt 和 FoodList.txt。</translation>
    </message>
    <message>
        <source>Allrecipes</source>
        <translation>Allrecipes</translation>
    </message>
    <message>
        <source>core-data_recipe.csv with core-data-train_rating.csv, core-data-valid_rating.csv and core-data-test_rating.csv, or raw-data_interaction.csv; pictures in core-data-images.</source>
        <translation>core-data_recipe.csv 以及 core-data-train_rating.csv、core-data-valid_rating.csv 和 core-data-test_rating.csv，或 raw-data_interaction.csv；图片在 core-data-images 中。</translation>
    </message>
    <message>
        <source>Amazon reviews</source>
        <translation>Amazon 评论</translation>
    </message>
    <message>
        <source>Reviews as lines of JSON (*_5.json) or ratings as CSV, with meta_*.json and image_features_*.b beside them where there are.</source>
        <translation>逐行 JSON 的评论（*_5.json）或 CSV 评分，旁边可有 meta_*.json 和 image_features_*.b。</translation>
    </message>
    <message>
        <source>HAFR&apos;s prepared files</source>
        <translation>HAFR 处理后的文件</translation>
    </message>
    <message>
        <source>data.train.rating, data.valid.rating and data.test.rating, with data_ingre_code_file.npy and data_image_features_float.npy.</source>
        <translation>data.train.rating、data.valid.rating 和 data.test.rating，以及 data_ingre_code_file.npy 和 data_image_features_float.npy。</translation>
    </message>
    <message>
        <source>People of the kitchen world</source>
        <translation>厨房世界的人们</translation>
    </message>
    <message>
        <source>A folder made by marcie-cli data synth kitchen.</source>
        <translation>由 marcie-cli data synth kitchen 生成的文件夹。</translation>
    </message>
    <message>
        <source>MovieLens</source>
        <translation>MovieLens</translation>
    </message>
    <message>
        <source>A folder of MovieLens as published: u.data with u.item (100K), ratings.dat with movies.dat (1M), or ratings.csv with movies.csv (latest).</source>
        <translation>官方发布的 MovieLens 文件夹：u.data 与 u.item（100K），ratings.dat 与 movies.dat（1M），或 ratings.csv 与 movies.csv（latest）。</translation>
    </message>
    <message>
        <source>Lists of items as .npy</source>
        <translation>.npy 形式的物品列表</translation>
    </message>
    <message>
        <source>One .npy with a dictionary of train, val, test and feat, as MTPR has it, or train.npy and test.npy with rows (user, item).</source>
        <translation>一个 .npy，内含 train、val、test 和 feat 的字典（MTPR 的形式），或每行为（用户，物品）的 train.npy 与 test.npy。</translation>
    </message>
    <message>
        <source>RecBole&apos;s files</source>
        <translation>RecBole 的文件</translation>
    </message>
    <message>
        <source>name.inter (user_id:token, item_id:token, rating:float, timestamp:float) and name.item.</source>
        <translation>name.inter（user_id:token、item_id:token、rating:float、timestamp:float）和 name.item。</translation>
    </message>
    <message>
        <source>Tables of items and interactions</source>
        <translation>物品与交互的表格</translation>
    </message>
    <message>
        <source>items.csv (item_id, title, image, tags, cold) and interactions.csv (user_id, item_id, rating, timestamp), or train.csv, validation.csv and test.csv instead of the latter. Columns can be named.</source>
        <translation>items.csv（item_id、title、image、tags、cold）和 interactions.csv（user_id、item_id、rating、timestamp），后者也可换成 train.csv、validation.csv 和 test.csv。列名可以指定。</translation>
    </message>
</context>
<context>
    <name>DataGrid</name>
    <message>
        <source>%1 pictures</source>
        <translation>%1 张图片</translation>
    </message>
    <message>
        <source>%1 of %2 pictures</source>
        <translation>%2 张图片中的 %1 张</translation>
    </message>
    <message>
        <source>The pictures could not be listed</source>
        <translation>无法列出图片</translation>
    </message>
    <message>
        <source>Search in names, classes and annotations</source>
        <translation>在名称、类别和标注中搜索</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>Other data…</source>
        <translation>其他数据…</translation>
    </message>
    <message>
        <source>Size of the thumbnails</source>
        <translation>缩略图大小</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>Annotation</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Every class</source>
        <translation>所有类别</translation>
    </message>
    <message>
        <source>Every split</source>
        <translation>所有划分</translation>
    </message>
    <message>
        <source>Every annotation</source>
        <translation>所有标注</translation>
    </message>
    <message>
        <source>Selection: %1 pictures ✕</source>
        <translation>选中：%1 张图片 ✕</translation>
    </message>
    <message>
        <source>Show all pictures again</source>
        <translation>重新显示全部图片</translation>
    </message>
</context>
<context>
    <name>DataNotes</name>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 等（另有 %2 个）</translation>
    </message>
    <message>
        <source>Classes without training pictures, which can never be predicted: %1.</source>
        <translation>没有训练图片、因而永远无法被预测的类别：%1。</translation>
    </message>
    <message>
        <source>Classes without any picture: %1.</source>
        <translation>没有任何图片的类别：%1。</translation>
    </message>
    <message>
        <source>There is only one class: nothing to tell apart.</source>
        <translation>只有一个类别：没有可区分的内容。</translation>
    </message>
    <message>
        <source>There are no validation pictures: the best epoch cannot be chosen.</source>
        <translation>没有验证图片：无法选出最佳轮次。</translation>
    </message>
    <message>
        <source>There are no test pictures.</source>
        <translation>没有测试图片。</translation>
    </message>
    <message>
        <source>The pictures have no annotations: only methods that need no text can be trained on them.</source>
        <translation>图片没有标注：只能训练不需要文本的方法。</translation>
    </message>
    <message>
        <source>The annotations alone tell the class: only results from the picture alone mean anything.</source>
        <translation>仅凭标注就能得知类别：只有仅用图片得到的结果才有意义。</translation>
    </message>
    <message>
        <source>Pictures without any annotation: %1 of %2.</source>
        <translation>没有任何标注的图片：%2 张中的 %1 张。</translation>
    </message>
    <message>
        <source>There are no training pictures: this data can be evaluated on, but not trained on.</source>
        <translation>没有训练图片：这些数据可用于评估，但不能用于训练。</translation>
    </message>
    <message>
        <source>Pictures that are, byte for byte, in two splits at once: %1. Results on them look better than they are.</source>
        <translation>逐字节相同、同时出现在两个划分中的图片：%1 张。其结果会显得比实际更好。</translation>
    </message>
    <message>
        <source>Pictures that are, byte for byte, in two classes at once: %1.</source>
        <translation>逐字节相同、同时属于两个类别的图片：%1 张。</translation>
    </message>
    <message>
        <source>Handled: %1 grey, %2 with transparency, %3 CMYK, %4 turned by their camera.</source>
        <translation>已处理：%1 张灰度，%2 张带透明度，%3 张 CMYK，%4 张由相机旋转。</translation>
    </message>
    <message>
        <source>given by the data</source>
        <translation>由数据给定</translation>
    </message>
    <message>
        <source>partly given by the data; the rest drawn for each class, always the same for one seed</source>
        <translation>部分由数据给定；其余按类别抽取，同一种子结果总是相同</translation>
    </message>
    <message>
        <source>drawn for each class, always the same for one seed</source>
        <translation>按类别抽取，同一种子结果总是相同</translation>
    </message>
    <message>
        <source>No item is cold in the test: a recommender for new items cannot be judged on this split.</source>
        <translation>测试中没有冷启动物品：无法在此划分上评判面向新物品的推荐器。</translation>
    </message>
    <message>
        <source>There are no test interactions.</source>
        <translation>没有测试交互。</translation>
    </message>
    <message>
        <source>Not every interaction has a time: the newest of a user cannot be told.</source>
        <translation>并非每条交互都有时间：无法得知用户最新的交互。</translation>
    </message>
    <message>
        <source>Training interactions from after the time at which one cut for everybody would begin the test: %1. The model sees what was popular later; the protocol “One cut in time” makes that cut.</source>
        <translation>若对所有人按同一时间切分，晚于测试起点的训练交互：%1 条。模型会看到后来才流行的内容；协议“统一时间切分”会作此切分。</translation>
    </message>
    <message>
        <source>No item has a picture: name a folder of pictures or a matrix of features in the options.</source>
        <translation>没有物品带图片：请在选项中指定图片文件夹或特征矩阵。</translation>
    </message>
    <message>
        <source>There are no annotations: nothing can be inferred from pictures.</source>
        <translation>没有标注：无法从图片推断任何内容。</translation>
    </message>
    <message>
        <source>Items with neither picture nor annotation, of which nothing is known while they are new: %1.</source>
        <translation>既无图片也无标注、作为新物品时一无所知的物品：%1 个。</translation>
    </message>
    <message>
        <source>Pictures that cannot be read: %1.</source>
        <translation>无法读取的图片：%1 张。</translation>
    </message>
    <message>
        <source>Of %1 items, %2 have no picture and %3 no annotation.</source>
        <translation>%1 个物品中，%2 个没有图片，%3 个没有标注。</translation>
    </message>
    <message>
        <source>There are no training interactions: no recommender can be trained.</source>
        <translation>没有训练交互：无法训练推荐器。</translation>
    </message>
    <message>
        <source>Cold items with the very picture of a warm one, byte for byte, and so not as new as they look: %1.</source>
        <translation>与某个热物品的图片逐字节相同、因而并不像看上去那么新的冷启动物品：%1 个。</translation>
    </message>
</context>
<context>
    <name>DataPanel</name>
    <message>
        <source>Drop a folder of pictures, a CSV, or a known dataset</source>
        <translation>将图片文件夹、CSV 或已知数据集拖放到此处</translation>
    </message>
    <message>
        <source>Folders with one sub-folder for each class, lists with the columns image, label, split and tags, Food-101 with Ingredients101 and VireoFood-172 are recognised. Nothing leaves this machine, and nothing is used before you have seen what was found.</source>
        <translation>可识别：每个类别一个子文件夹的文件夹，含 image、label、split、tags 列的列表，带 Ingredients101 的 Food-101，以及 VireoFood-172。数据不会离开本机，在您查看检查结果之前不会使用任何内容。</translation>
    </message>
    <message>
        <source>Open a folder…</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>Open a list…</source>
        <translation>打开列表…</translation>
    </message>
    <message>
        <source>Try the kitchen sample</source>
        <translation>试用厨房样例</translation>
    </message>
    <message>
        <source>Draws a small world of dishes, trains on it for about a minute and shows what happens. One click.</source>
        <translation>绘制一个小小的菜肴世界，训练约一分钟并展示过程。只需一次点击。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Open another folder…</source>
        <translation>打开其他文件夹…</translation>
    </message>
    <message>
        <source>Folder of pictures</source>
        <translation>图片文件夹</translation>
    </message>
    <message>
        <source>List of pictures</source>
        <translation>图片列表</translation>
    </message>
    <message>
        <source>Lists (*.csv *.tsv *.txt);;All files (*)</source>
        <translation>列表 (*.csv *.tsv *.txt);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Looking at %1</source>
        <translation>正在检查 %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source> · %1 a second · %2 s left</source>
        <translation> · 每秒 %1 · 剩余 %2 秒</translation>
    </message>
    <message>
        <source>“%1” cannot be used as it is</source>
        <translation>“%1”无法直接使用</translation>
    </message>
    <message>
        <source>What each layout looks like:</source>
        <translation>各种布局的要求：</translation>
    </message>
    <message>
        <source>Making the kitchen sample</source>
        <translation>正在制作厨房样例</translation>
    </message>
    <message>
        <source>Folders with one sub-folder for each class, lists with the columns image, label, split and tags, Food-101 with Ingredients101 and VireoFood-172 are recognised; for recommenders, folders with items.csv and interactions.csv, MovieLens, Amazon reviews and others. Nothing leaves this machine, and nothing is used before you have seen what was found.</source>
        <translation>可识别：每个类别一个子文件夹的文件夹，含 image、label、split、tags 列的列表，带 Ingredients101 的 Food-101，以及 VireoFood-172；用于推荐器的有：含 items.csv 和 interactions.csv 的文件夹、MovieLens、Amazon 评论等。数据不会离开本机，在您查看检查结果之前不会使用任何内容。</translation>
    </message>
</context>
<context>
    <name>DataPreview</name>
    <message>
        <source>Use this data</source>
        <translation>使用此数据</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Pictures per class and split</source>
        <translation>每个类别和划分的图片数</translation>
    </message>
    <message>
        <source>Most frequent annotations</source>
        <translation>最常见的标注</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>布局</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>for training</source>
        <translation>用于训练</translation>
    </message>
    <message>
        <source>for validation</source>
        <translation>用于验证</translation>
    </message>
    <message>
        <source>for the test</source>
        <translation>用于测试</translation>
    </message>
    <message>
        <source>annotations</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>per picture</source>
        <translation>每张图片</translation>
    </message>
    <message>
        <source>px a side</source>
        <translation>像素边长</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>val</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Split: %1</source>
        <translation>划分：%1</translation>
    </message>
    <message>
        <source>Same picture twice (%1 across splits, %2 within one)</source>
        <translation>重复图片（跨划分 %1，划分内 %2）</translation>
    </message>
    <message>
        <source>, line %1</source>
        <translation>，第 %1 行</translation>
    </message>
    <message>
        <source>Nothing is wrong with these files</source>
        <translation>这些文件没有问题</translation>
    </message>
    <message>
        <source>What is wrong (files left out: %1)</source>
        <translation>存在的问题（已略过的文件：%1）</translation>
    </message>
    <message>
        <source>Look at users and items</source>
        <translation>查看用户与物品</translation>
    </message>
    <message>
        <source>This folder also says who chose what: a recommender can be trained on it</source>
        <translation>此文件夹还记录了谁选择了什么：可用来训练推荐器</translation>
    </message>
</context>
<context>
    <name>DiscardRun</name>
    <message>
        <source>Discard this run?</source>
        <translation>丢弃此运行？</translation>
    </message>
    <message>
        <source>“%1” ends at once and its checkpoints are removed. “Stop and save” keeps what it has learned.</source>
        <translation>“%1”将立即结束并删除其检查点。“停止并保存”会保留已学内容。</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Keep training</source>
        <translation>继续训练</translation>
    </message>
</context>
<context>
    <name>EmbeddingsAlignment</name>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Worst pairs</source>
        <translation>最差的配对</translation>
    </message>
    <message>
        <source>cosine of picture and text</source>
        <translation>图片与文本的余弦</translation>
    </message>
    <message>
        <source>share of pairs</source>
        <translation>配对占比</translation>
    </message>
    <message>
        <source>Looking at pictures and texts…</source>
        <translation>正在查看图片和文本…</translation>
    </message>
    <message>
        <source>How well pictures and their texts meet in the aligned space: retrieval both ways, cosines, and the pairs that fit worst.</source>
        <translation>图片与其文本在对齐空间中的契合程度：双向检索、余弦，以及最不契合的配对。</translation>
    </message>
    <message>
        <source>picture → text</source>
        <translation>图片 → 文本</translation>
    </message>
    <message>
        <source>text → picture</source>
        <translation>文本 → 图片</translation>
    </message>
    <message>
        <source>modality gap %1 · cosine of own pairs %2, of others %3</source>
        <translation>模态间隙 %1 · 自身配对余弦 %2，其他 %3</translation>
    </message>
    <message>
        <source>%1 of %2 pictures have a text, %3 texts differ</source>
        <translation>%2 张图片中 %1 张有文本，共 %3 种不同文本</translation>
    </message>
    <message>
        <source>own text</source>
        <translation>自身文本</translation>
    </message>
    <message>
        <source>other texts</source>
        <translation>其他文本</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>Texts nearer</source>
        <translation>更近的文本数</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
</context>
<context>
    <name>EmbeddingsBar</name>
    <message>
        <source>Space</source>
        <translation>空间</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Pictures and texts, aligned</source>
        <translation>图片与文本（对齐）</translation>
    </message>
    <message>
        <source>All splits</source>
        <translation>全部划分</translation>
    </message>
    <message>
        <source>Straight</source>
        <translation>直线距离</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>夹角</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>Iterations</source>
        <translation>迭代次数</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>邻居数</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Which of the model's spaces the map is of</source>
        <translation>分布图展示模型的哪个空间</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>What counts as near: positions, or directions whatever their length</source>
        <translation>何为相近：位置，或不计长度的方向</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Every picture. Otherwise at most %1, every class and split in its share.</source>
        <translation>所有图片。否则最多 %1 张，各类别和划分按比例抽取。</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
</context>
<context>
    <name>EmbeddingsFilm</name>
    <message>
        <source>Recorded validation</source>
        <translation>记录的验证</translation>
    </message>
    <message>
        <source>Space plays, arrow keys step, Home and End jump</source>
        <translation>空格播放，方向键单步，Home 和 End 跳转</translation>
    </message>
    <message>
        <source>Picture → text R@1</source>
        <translation>图片 → 文本 R@1</translation>
    </message>
    <message>
        <source>Share of the watched pictures whose own text is the nearest one</source>
        <translation>观察图片中自身文本为最近文本的占比</translation>
    </message>
    <message>
        <source>Text → picture R@1</source>
        <translation>文本 → 图片 R@1</translation>
    </message>
    <message>
        <source>Share of their texts that have a picture of theirs nearest</source>
        <translation>其文本中最近图片属于自己的占比</translation>
    </message>
    <message>
        <source>Cosine own / other</source>
        <translation>余弦 自身 / 其他</translation>
    </message>
    <message>
        <source>Mean cosine of pictures with their own texts (line) and with others (dashes)</source>
        <translation>图片与自身文本（实线）及其他文本（虚线）的平均余弦</translation>
    </message>
    <message>
        <source>Modality gap</source>
        <translation>模态间隙</translation>
    </message>
    <message>
        <source>Distance between the means of pictures and texts on the unit sphere</source>
        <translation>单位球面上图片均值与文本均值之间的距离</translation>
    </message>
    <message>
        <source>Trust / recall</source>
        <translation>可信度 / 召回</translation>
    </message>
    <message>
        <source>How far the picture can be trusted: trustworthiness (line) and kept neighbours (dashes)</source>
        <translation>画面的可信程度：可信度（实线）与保留的邻居（虚线）</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>epoch %1 · step %2</source>
        <translation>第 %1 轮 · 第 %2 步</translation>
    </message>
</context>
<context>
    <name>EmbeddingsInspector</name>
    <message>
        <source>Click a point: its picture and its nearest neighbours in this space appear here.</source>
        <translation>点击一个点：其图片及该空间中的最近邻居会显示在这里。</translation>
    </message>
    <message>
        <source>Nearest in this space</source>
        <translation>该空间中的最近邻</translation>
    </message>
    <message>
        <source>Show its prediction</source>
        <translation>查看其预测</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Text: %1</source>
        <translation>文本：%1</translation>
    </message>
    <message>
        <source>✓ predicted, %1</source>
        <translation>✓ 预测正确，%1</translation>
    </message>
    <message>
        <source>✕ predicted %2, %1</source>
        <translation>✕ 预测为 %2，%1</translation>
    </message>
    <message>
        <source>cosine with its own text %1</source>
        <translation>与自身文本的余弦 %1</translation>
    </message>
    <message>
        <source>%1
cosine %2</source>
        <translation>%1
余弦 %2</translation>
    </message>
    <message>
        <source>The picture: %1</source>
        <translation>该图片：%1</translation>
    </message>
</context>
<context>
    <name>EmbeddingsPane</name>
    <message>
        <source>%1 could not be written</source>
        <translation>无法写入 %1</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Compute the map again with every picture</source>
        <translation>用所有图片重新计算分布图</translation>
    </message>
    <message>
        <source>Pictures and texts, aligned (z_v, z_s)</source>
        <translation>图片与文本，对齐 (z_v, z_s)</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>, perplexity %1, %2 iterations</source>
        <translation>，困惑度 %1，%2 次迭代</translation>
    </message>
    <message>
        <source>, %1 neighbours, smallest distance %2</source>
        <translation>，%1 个邻居，最小距离 %2</translation>
    </message>
    <message>
        <source>, seed %1, step %2</source>
        <translation>，种子 %1，第 %2 步</translation>
    </message>
    <message>
        <source>showing %1 of %2 (stratified)</source>
        <translation>显示 %2 中的 %1（分层抽样）</translation>
    </message>
    <message>
        <source>%1 pictures</source>
        <translation>%1 张图片</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>%1 %2 of %3</source>
        <translation>%1 %2 / %3</translation>
    </message>
    <message>
        <source>cancelled: the map is not finished</source>
        <translation>已取消：分布图未完成</translation>
    </message>
    <message>
        <source>ended early</source>
        <translation>提前结束</translation>
    </message>
    <message>
        <source>trustworthiness %1</source>
        <translation>可信度 %1</translation>
    </message>
    <message>
        <source>continuity %1</source>
        <translation>连续性 %1</translation>
    </message>
    <message>
        <source>recall of %1 neighbours %2</source>
        <translation>%1 个邻居的召回 %2</translation>
    </message>
    <message>
        <source>explained variance %1</source>
        <translation>解释方差 %1</translation>
    </message>
    <message>
        <source>✓ predicted, %1</source>
        <translation>✓ 预测正确，%1</translation>
    </message>
    <message>
        <source>✕ predicted %1, %2</source>
        <translation>✕ 预测为 %1，%2</translation>
    </message>
    <message>
        <source>text of %1</source>
        <translation>%1 的文本</translation>
    </message>
</context>
<context>
    <name>EmbeddingsPanel</name>
    <message>
        <source>Map</source>
        <translation>分布图</translation>
    </message>
    <message>
        <source>A map that is computed when you ask for it</source>
        <translation>按需计算的分布图</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>影片</translation>
    </message>
    <message>
        <source>How the watched pictures moved while the run trained</source>
        <translation>训练期间被观察图片的移动过程</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>Draw around points to select them everywhere (L)</source>
        <translation>圈选点，在各处选中它们 (L)</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>着色</translation>
    </message>
    <message>
        <source>Second map</source>
        <translation>第二张分布图</translation>
    </message>
    <message>
        <source>A second map beside the first, laid over it, to compare spaces, runs or times</source>
        <translation>并排的第二张分布图，与第一张对齐，用于比较空间、运行或时间</translation>
    </message>
    <message>
        <source>Search classes, annotations, names</source>
        <translation>搜索类别、标注、名称</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Thumbnails as points; more appear as you zoom in</source>
        <translation>以缩略图表示点；放大时出现更多</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>Lines of equal density</source>
        <translation>等密度线</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>配对</translation>
    </message>
    <message>
        <source>A line from each picture to its own text</source>
        <translation>从每张图片到其自身文本的连线</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>图例</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Alignment</source>
        <translation>对齐</translation>
    </message>
    <message>
        <source>The map cannot be computed</source>
        <translation>无法计算分布图</translation>
    </message>
    <message>
        <source>One map</source>
        <translation>单张分布图</translation>
    </message>
    <message>
        <source>Beside: the last frame</source>
        <translation>并排：最后一帧</translation>
    </message>
    <message>
        <source>Beside: %1</source>
        <translation>并排：%1</translation>
    </message>
    <message>
        <source>Run: %1</source>
        <translation>运行：%1</translation>
    </message>
    <message>
        <source>Pictures and texts, aligned</source>
        <translation>图片与文本（对齐）</translation>
    </message>
    <message>
        <source>%1 · epoch %2, step %3</source>
        <translation>%1 · 第 %2 轮，第 %3 步</translation>
    </message>
    <message>
        <source>This picture is not in the map that is shown: %1</source>
        <translation>该图片不在当前分布图中：%1</translation>
    </message>
    <message>
        <source>No run is chosen</source>
        <translation>未选择运行</translation>
    </message>
    <message>
        <source>Train one on the Train page, or open one on the Runs page. Its maps appear here.</source>
        <translation>在“训练”页训练一个，或在“运行”页打开一个。其分布图会显示在这里。</translation>
    </message>
    <message>
        <source>Choose a space and a method, then Compute. Nothing starts by itself.</source>
        <translation>选择空间和方法，然后点击“计算”。不会自动开始。</translation>
    </message>
    <message>
        <source>The second map is laid over the first one, which has to be finished.</source>
        <translation>第二张分布图以第一张为基准对齐，需先完成第一张。</translation>
    </message>
    <message>
        <source>The first points are on their way…</source>
        <translation>第一批点即将到来…</translation>
    </message>
    <message>
        <source>No validation has been recorded yet in this space. While a run trains, its film grows here by itself.</source>
        <translation>该空间尚无记录的验证。训练期间影片会在此自动增长。</translation>
    </message>
    <message>
        <source>%1 found</source>
        <translation>找到 %1 个</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>That does not exist here.</source>
        <translation>此处不存在该项。</translation>
    </message>
    <message>
        <source>An option cannot be used as it is.</source>
        <translation>某个选项无法使用。</translation>
    </message>
    <message>
        <source>Something that is needed is missing.</source>
        <translation>缺少所需的内容。</translation>
    </message>
    <message>
        <source>The data cannot be used as it is.</source>
        <translation>数据无法直接使用。</translation>
    </message>
    <message>
        <source>A file does not follow its format.</source>
        <translation>文件不符合其格式。</translation>
    </message>
    <message>
        <source>A file could not be read or written.</source>
        <translation>无法读取或写入文件。</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>磁盘已满。</translation>
    </message>
    <message>
        <source>There is not enough memory.</source>
        <translation>内存不足。</translation>
    </message>
    <message>
        <source>The checkpoint does not fit.</source>
        <translation>检查点不匹配。</translation>
    </message>
    <message>
        <source>Another process is using this run.</source>
        <translation>另一个进程正在使用此运行。</translation>
    </message>
    <message>
        <source>It exists already.</source>
        <translation>已存在。</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>The loss became infinite or undefined.</source>
        <translation>损失变为无穷大或无定义。</translation>
    </message>
    <message>
        <source>Window and engine do not understand each other.</source>
        <translation>窗口与引擎无法互相理解。</translation>
    </message>
    <message>
        <source>That is not available now.</source>
        <translation>目前不可用。</translation>
    </message>
    <message>
        <source>Something went wrong inside Marcie.</source>
        <translation>Marcie 内部出错。</translation>
    </message>
</context>
<context>
    <name>FirstRunPath</name>
    <message>
        <source>Load</source>
        <translation>加载</translation>
    </message>
    <message>
        <source>Open or drop pictures on the Data page</source>
        <translation>在“数据”页打开或拖入图片</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Look at what was found, then “Use this data”</source>
        <translation>查看检查结果，然后点击“使用此数据”</translation>
    </message>
    <message>
        <source>Configure</source>
        <translation>配置</translation>
    </message>
    <message>
        <source>Choose a preset on the Train page</source>
        <translation>在“训练”页选择预设</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Press Start and watch the curves</source>
        <translation>点击开始并观察曲线</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Try a photo on the Predict page</source>
        <translation>在“预测”页试一张照片</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Right-click a curve to save it as a figure or a table</source>
        <translation>右键单击曲线，将其保存为图或表</translation>
    </message>
    <message>
        <source>Hide for good</source>
        <translation>不再显示</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>FormSection</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>GlanceStrip</name>
    <message>
        <source>Its label: %1</source>
        <translation>其标签：%1</translation>
    </message>
    <message>
        <source>step %1: %2, %3 %</source>
        <translation>第 %1 步：%2，%3 %</translation>
    </message>
</context>
<context>
    <name>GuideDialog</name>
    <message>
        <source>The guide is only there in English.</source>
        <translation>本指南目前只有英文版。</translation>
    </message>
    <message>
        <source>User guide</source>
        <translation>用户指南</translation>
    </message>
    <message>
        <source>Pages of the guide</source>
        <translation>指南的页面</translation>
    </message>
</context>
<context>
    <name>LinePlot</name>
    <message>
        <source>Save plot</source>
        <translation>保存图</translation>
    </message>
    <message>
        <source>Save as PNG, %1 dpi…</source>
        <translation>保存为 PNG，%1 dpi…</translation>
    </message>
    <message>
        <source>Save as SVG…</source>
        <translation>保存为 SVG…</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>保存为 PDF…</translation>
    </message>
    <message>
        <source>Save values as CSV…</source>
        <translation>将数值保存为 CSV…</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Plot</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Wheel zooms, Shift and wheel zooms values, dragging moves, double-click shows everything.</source>
        <translation>滚轮缩放，Shift+滚轮缩放数值轴，拖动平移，双击显示全部。</translation>
    </message>
    <message>
        <source>… %1 more</source>
        <translation>… 还有 %1 项</translation>
    </message>
</context>
<context>
    <name>LiveStrip</name>
    <message>
        <source>Cold AUC, validation</source>
        <translation>冷启动 AUC，验证</translation>
    </message>
    <message>
        <source>Warm AUC, validation</source>
        <translation>热物品 AUC，验证</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Top-1, training</source>
        <translation>Top-1（训练）</translation>
    </message>
    <message>
        <source>Top-1, validation</source>
        <translation>Top-1（验证）</translation>
    </message>
</context>
<context>
    <name>LogPanel</name>
    <message>
        <source>Run started: %1 pictures for training, %2 classes, %3 epochs, %4 parameters, on %5</source>
        <translation>运行已开始：%1 张训练图片，%2 个类别，%3 轮，%4 个参数，设备 %5</translation>
    </message>
    <message>
        <source>Phase: %1</source>
        <translation>阶段：%1</translation>
    </message>
    <message>
        <source>Best checkpoint so far saved at step %1</source>
        <translation>第 %1 步保存了目前最佳检查点</translation>
    </message>
    <message>
        <source>Run finished</source>
        <translation>运行已完成</translation>
    </message>
    <message>
        <source>Run stopped and saved</source>
        <translation>运行已停止并保存</translation>
    </message>
    <message>
        <source>Run failed: %1</source>
        <translation>运行失败：%1</translation>
    </message>
    <message>
        <source>engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Messages, warnings and phases of runs appear here.</source>
        <translation>消息、警告和运行阶段显示在此处。</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Copy the log</source>
        <translation>复制日志</translation>
    </message>
    <message>
        <source>Clear the log</source>
        <translation>清空日志</translation>
    </message>
    <message>
        <source>window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>run</source>
        <translation>运行</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>A run is training</source>
        <translation>有一个运行正在训练</translation>
    </message>
    <message>
        <source>It can go on without the window: when you open Marcie again, you see it live. Or stop it now and keep what it has learned, or throw it away.</source>
        <translation>它可以在没有窗口的情况下继续：再次打开 Marcie 时可实时看到它。也可以现在停止并保留已学内容，或将其丢弃。</translation>
    </message>
    <message>
        <source>Keep running in background</source>
        <translation>在后台继续运行</translation>
    </message>
    <message>
        <source>Stop and save</source>
        <translation>停止并保存</translation>
    </message>
    <message>
        <source>Discard the run</source>
        <translation>丢弃此运行</translation>
    </message>
    <message>
        <source>&amp;Open a folder of pictures…</source>
        <translation>打开图片文件夹(&amp;O)…</translation>
    </message>
    <message>
        <source>Open a &amp;list…</source>
        <translation>打开列表(&amp;L)…</translation>
    </message>
    <message>
        <source>Try the &amp;kitchen sample</source>
        <translation>试用厨房样例(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Predict a picture…</source>
        <translation>预测图片(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Lists (*.csv *.tsv *.txt);;All files (*)</source>
        <translation>列表 (*.csv *.tsv *.txt);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Pictures (*.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff)</source>
        <translation>图片 (*.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff)</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>入门步骤</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation>重置布局</translation>
    </message>
    <message>
        <source>Discard the run…</source>
        <translation>丢弃此运行…</translation>
    </message>
    <message>
        <source>Find a command…</source>
        <translation>查找命令…</translation>
    </message>
    <message>
        <source>User guide</source>
        <translation>用户指南</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>About Marcie</source>
        <translation>关于 Marcie</translation>
    </message>
    <message>
        <source>Marcie %1: learning from pictures with the help of text that is only there while training. Free software, GPL-3.0-or-later.</source>
        <translation>Marcie %1：借助仅在训练时可用的文本从图片中学习。自由软件，GPL-3.0-or-later。</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Recent data</source>
        <translation>最近的数据</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
</context>
<context>
    <name>MapTable</name>
    <message>
        <source>Loss of the picture</source>
        <translation>图片的损失</translation>
    </message>
    <message>
        <source>Cosine with its own text</source>
        <translation>与自身文本的余弦</translation>
    </message>
    <message>
        <source>How far it moved</source>
        <translation>移动距离</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Predicted class</source>
        <translation>预测类别</translation>
    </message>
    <message>
        <source>Right or wrong</source>
        <translation>对错</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>Picture or text</source>
        <translation>图片或文本</translation>
    </message>
    <message>
        <source>Annotation: %1</source>
        <translation>标注：%1</translation>
    </message>
    <message>
        <source>right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>with</source>
        <translation>有</translation>
    </message>
    <message>
        <source>without</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>OptionRow</name>
    <message>
        <source>Changed</source>
        <translation>已更改</translation>
    </message>
    <message>
        <source>Back to %1</source>
        <translation>恢复为 %1</translation>
    </message>
    <message>
        <source>Reset %1</source>
        <translation>重置 %1</translation>
    </message>
</context>
<context>
    <name>Options</name>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Folder of pictures, or a CSV list. Recognised layouts: see the Data page.</source>
        <translation>图片文件夹或 CSV 列表。可识别的布局见“数据”页。</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>读取器</translation>
    </message>
    <message>
        <source>Name of the reader to use; empty chooses the one that recognises the layout best.</source>
        <translation>要使用的读取器名称；留空则选择最能识别布局的读取器。</translation>
    </message>
    <message>
        <source>Image column</source>
        <translation>图片列</translation>
    </message>
    <message>
        <source>Column of the CSV list that holds the picture's path.</source>
        <translation>CSV 列表中保存图片路径的列。</translation>
    </message>
    <message>
        <source>Label column</source>
        <translation>标签列</translation>
    </message>
    <message>
        <source>Column of the CSV list that holds the class.</source>
        <translation>CSV 列表中保存类别的列。</translation>
    </message>
    <message>
        <source>Split column</source>
        <translation>划分列</translation>
    </message>
    <message>
        <source>Column with train, val or test. When it is missing, a seeded stratified split is made.</source>
        <translation>含 train、val 或 test 的列。缺少时按种子进行分层划分。</translation>
    </message>
    <message>
        <source>Annotation column</source>
        <translation>标注列</translation>
    </message>
    <message>
        <source>Column with the annotations of each picture (ingredients, attributes). Used in training only. For Ingredients101 the list: ingredients or ingredients_simplified.</source>
        <translation>每张图片的标注（食材、属性）所在的列，仅用于训练。对 Ingredients101 为列表：ingredients 或 ingredients_simplified。</translation>
    </message>
    <message>
        <source>Annotation separator</source>
        <translation>标注分隔符</translation>
    </message>
    <message>
        <source>Character between the annotations of one picture.</source>
        <translation>一张图片的各标注之间的字符。</translation>
    </message>
    <message>
        <source>Validation share</source>
        <translation>验证比例</translation>
    </message>
    <message>
        <source>Share of the training pictures kept for validation where the data brings no validation split.</source>
        <translation>数据没有验证划分时，从训练图片中留作验证的比例。</translation>
    </message>
    <message>
        <source>Test share</source>
        <translation>测试比例</translation>
    </message>
    <message>
        <source>Share of all pictures kept for the test where the data brings no test split.</source>
        <translation>数据没有测试划分时，留作测试的图片比例。</translation>
    </message>
    <message>
        <source>Split seed</source>
        <translation>划分种子</translation>
    </message>
    <message>
        <source>The same seed and data give the same split. Keep it fixed when comparing runs.</source>
        <translation>相同的种子和数据得到相同的划分。比较运行时请保持不变。</translation>
    </message>
    <message>
        <source>Lost annotations</source>
        <translation>丢失的标注</translation>
    </message>
    <message>
        <source>Share of the annotations that training pictures lose, to see what incomplete text does. Validation and test keep theirs.</source>
        <translation>训练图片丢失的标注比例，用来观察不完整文本的影响。验证集和测试集的标注保持不变。</translation>
    </message>
    <message>
        <source>Mistaken annotations</source>
        <translation>错认的标注</translation>
    </message>
    <message>
        <source>Share of the annotations of training pictures that are taken for another one.</source>
        <translation>训练图片的标注中被当作其他标注的比例。</translation>
    </message>
    <message>
        <source>Added annotations</source>
        <translation>多余的标注</translation>
    </message>
    <message>
        <source>Wrong annotations that are added to those of training pictures, as a share of the right ones.</source>
        <translation>给训练图片额外添加的错误标注，相对于正确标注的比例。</translation>
    </message>
    <message>
        <source>Share of training data</source>
        <translation>训练数据比例</translation>
    </message>
    <message>
        <source>Train on a stratified part of the training split, to see what little data does.</source>
        <translation>只用训练划分的一个分层子集训练，以观察少量数据的影响。</translation>
    </message>
    <message>
        <source>Rarest annotation</source>
        <translation>最少标注次数</translation>
    </message>
    <message>
        <source>Annotations on fewer training pictures than this are left out of the vocabulary.</source>
        <translation>出现在少于此数量训练图片上的标注不进入词表。</translation>
    </message>
    <message>
        <source>Picture size</source>
        <translation>图片尺寸</translation>
    </message>
    <message>
        <source>Side of the square that the network sees. Larger sees more and trains slower (cost grows with the square).</source>
        <translation>网络所见正方形的边长。越大看到越多，训练越慢（代价按平方增长）。</translation>
    </message>
    <message>
        <source>Cached size</source>
        <translation>缓存尺寸</translation>
    </message>
    <message>
        <source>Side of the squares kept in the picture cache; crops are cut out of these. At least the picture size.</source>
        <translation>图片缓存中正方形的边长；裁剪由此取得。不小于图片尺寸。</translation>
    </message>
    <message>
        <source>Picture cache</source>
        <translation>图片缓存</translation>
    </message>
    <message>
        <source>Keep resized pictures on disk so that only the first epoch decodes files.</source>
        <translation>将缩放后的图片保存在磁盘上，只有第一轮需要解码文件。</translation>
    </message>
    <message>
        <source>Loader threads</source>
        <translation>加载线程</translation>
    </message>
    <message>
        <source>Threads that prepare pictures beside the training. The result does not depend on it.</source>
        <translation>与训练并行准备图片的线程数。结果与其无关。</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>数据增强</translation>
    </message>
    <message>
        <source>Change training pictures at random so that the network learns what does not matter.</source>
        <translation>随机改变训练图片，使网络学会忽略无关因素。</translation>
    </message>
    <message>
        <source>Smallest crop</source>
        <translation>最小裁剪</translation>
    </message>
    <message>
        <source>Random crops keep between this share and all of the picture's area.</source>
        <translation>随机裁剪保留图片面积的此比例到全部。</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Mirror half of the pictures left to right.</source>
        <translation>将一半图片左右镜像。</translation>
    </message>
    <message>
        <source>Rotation</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>Turn by up to this angle either way. 180 where no side is up, as for plates from above.</source>
        <translation>向两侧旋转不超过此角度。没有上下之分时用 180，例如俯视的盘子。</translation>
    </message>
    <message>
        <source>Colour change</source>
        <translation>颜色变化</translation>
    </message>
    <message>
        <source>Brightness, contrast and saturation each change by up to this share.</source>
        <translation>亮度、对比度和饱和度各自变化不超过此比例。</translation>
    </message>
    <message>
        <source>Full MARNet (EMA + CDR)</source>
        <translation>完整 MARNet（EMA + CDR）</translation>
    </message>
    <message>
        <source>Backbone only</source>
        <translation>仅主干网络</translation>
    </message>
    <message>
        <source>Backbone + annotation head</source>
        <translation>主干网络 + 标注头</translation>
    </message>
    <message>
        <source>Backbone + alignment (EMA)</source>
        <translation>主干网络 + 对齐（EMA）</translation>
    </message>
    <message>
        <source>Backbone + reconstruction (CDR)</source>
        <translation>主干网络 + 重建（CDR）</translation>
    </message>
    <message>
        <source>Each picture's own text</source>
        <translation>每张图片自己的文本</translation>
    </message>
    <message>
        <source>No text (same heads, control)</source>
        <translation>无文本（相同的头，对照）</translation>
    </message>
    <message>
        <source>Text of another picture of the class (control)</source>
        <translation>同类另一张图片的文本（对照）</translation>
    </message>
    <message>
        <source>As the data suggests</source>
        <translation>由数据决定</translation>
    </message>
    <message>
        <source>Annotations (multi-hot)</source>
        <translation>标注（多热编码）</translation>
    </message>
    <message>
        <source>Text embedding z_s</source>
        <translation>文本嵌入 z_s</translation>
    </message>
    <message>
        <source>From pure noise (no leak)</source>
        <translation>从纯噪声开始（无泄漏）</translation>
    </message>
    <message>
        <source>From the sampled step (leaks; a lesson)</source>
        <translation>从采样步开始（有泄漏，仅供教学）</translation>
    </message>
    <message>
        <source>Alignment loss</source>
        <translation>对齐损失</translation>
    </message>
    <message>
        <source>infonce_masked: symmetric InfoNCE in which pictures with equal text are not pushed apart. supcon: pictures of one class pull each other.</source>
        <translation>infonce_masked：对称 InfoNCE，文本相同的图片不会互相推开。supcon：同类图片互相吸引。</translation>
    </message>
    <message>
        <source>Temperature τ</source>
        <translation>温度 τ</translation>
    </message>
    <message>
        <source>Lower concentrates on the hardest pairs. Start value when it is learned.</source>
        <translation>越低越集中于最难的样本对。可学习时为初始值。</translation>
    </message>
    <message>
        <source>Learn τ</source>
        <translation>学习 τ</translation>
    </message>
    <message>
        <source>Let training adapt the temperature (kept at or above 0.01).</source>
        <translation>让训练调整温度（不低于 0.01）。</translation>
    </message>
    <message>
        <source>Alignment weight α</source>
        <translation>对齐权重 α</translation>
    </message>
    <message>
        <source>Weight of the alignment loss (EMA) in the total loss.</source>
        <translation>对齐损失（EMA）在总损失中的权重。</translation>
    </message>
    <message>
        <source>Reconstruction target</source>
        <translation>重建目标</translation>
    </message>
    <message>
        <source>Training path</source>
        <translation>训练路径</translation>
    </message>
    <message>
        <source>Noise schedule</source>
        <translation>噪声调度</translation>
    </message>
    <message>
        <source>cosine reaches pure noise at the last step; linear with few steps does not.</source>
        <translation>cosine 在最后一步达到纯噪声；步数少的 linear 不能。</translation>
    </message>
    <message>
        <source>Denoiser</source>
        <translation>去噪器</translation>
    </message>
    <message>
        <source>Diffusion steps T</source>
        <translation>扩散步数 T</translation>
    </message>
    <message>
        <source>Steps of the forward process.</source>
        <translation>前向过程的步数。</translation>
    </message>
    <message>
        <source>Sampling steps S</source>
        <translation>采样步数 S</translation>
    </message>
    <message>
        <source>DDIM steps in use. 1 is the path that training with t_max prepared for; more is not better without a re-fit.</source>
        <translation>使用时的 DDIM 步数。1 是 t_max 训练所对应的路径；不重新拟合时更多并不更好。</translation>
    </message>
    <message>
        <source>DDIM noise η</source>
        <translation>DDIM 噪声 η</translation>
    </message>
    <message>
        <source>0 is deterministic, 1 equals DDPM.</source>
        <translation>0 为确定性，1 等同于 DDPM。</translation>
    </message>
    <message>
        <source>Denoiser width</source>
        <translation>去噪器宽度</translation>
    </message>
    <message>
        <source>Denoiser blocks</source>
        <translation>去噪器块数</translation>
    </message>
    <message>
        <source>Reconstruction weight β</source>
        <translation>重建权重 β</translation>
    </message>
    <message>
        <source>Class weight γ on x_CDR</source>
        <translation>x_CDR 的类别权重 γ</translation>
    </message>
    <message>
        <source>Weight of the cross-entropy of a classifier on x_CDR alone.</source>
        <translation>仅基于 x_CDR 的分类器交叉熵的权重。</translation>
    </message>
    <message>
        <source>Backbone epochs</source>
        <translation>主干轮数</translation>
    </message>
    <message>
        <source>Epochs in which only the picture network and its classifier learn, before the joint phase.</source>
        <translation>联合阶段之前，仅图片网络及其分类器学习的轮数。</translation>
    </message>
    <message>
        <source>Joint epochs</source>
        <translation>联合轮数</translation>
    </message>
    <message>
        <source>Epochs in which everything learns together.</source>
        <translation>所有部分一起学习的轮数。</translation>
    </message>
    <message>
        <source>Re-fit epochs</source>
        <translation>重新拟合轮数</translation>
    </message>
    <message>
        <source>Epochs at the end in which only the fused head learns, on sampled x_CDR. Needed after one_step or with more than one sampling step.</source>
        <translation>最后仅融合头在采样的 x_CDR 上学习的轮数。使用 one_step 或多于一个采样步时需要。</translation>
    </message>
    <message>
        <source>More epochs</source>
        <translation>追加轮数</translation>
    </message>
    <message>
        <source>Epochs that were added to the finished run, one entry each time.</source>
        <translation>为已完成的运行追加的轮数，每次一项。</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>The full method or one of the rows of its ablation table.</source>
        <translation>完整方法或其消融表中的一行。</translation>
    </message>
    <message>
        <source>Picture network</source>
        <translation>图片网络</translation>
    </message>
    <message>
        <source>small_resnet learns from scratch on a laptop; the others are for weights from elsewhere or a GPU.</source>
        <translation>small_resnet 可在笔记本电脑上从零学习；其他网络适用于外来权重或 GPU。</translation>
    </message>
    <message>
        <source>Network width</source>
        <translation>网络宽度</translation>
    </message>
    <message>
        <source>Channels of the small network's first stage; later stages have 2, 4 and 8 times as many.</source>
        <translation>小网络第一阶段的通道数；后续阶段为其 2、4、8 倍。</translation>
    </message>
    <message>
        <source>Start weights</source>
        <translation>初始权重</translation>
    </message>
    <message>
        <source>Weights for the picture network, as safetensors or PyTorch .pth; of torchscript, the network itself. Empty starts from scratch.</source>
        <translation>图片网络的权重，safetensors 或 PyTorch .pth；选 torchscript 时为网络本身。留空则从零开始。</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Controls that show whether the text or only the extra heads help.</source>
        <translation>对照设置，用于判断起作用的是文本还是额外的头。</translation>
    </message>
    <message>
        <source>Text network</source>
        <translation>文本网络</translation>
    </message>
    <message>
        <source>How annotations become an embedding.</source>
        <translation>标注如何变为嵌入。</translation>
    </message>
    <message>
        <source>Shared dimension d</source>
        <translation>共享维度 d</translation>
    </message>
    <message>
        <source>Size of the space in which pictures and texts meet.</source>
        <translation>图片与文本共享空间的维数。</translation>
    </message>
    <message>
        <source>Fusion</source>
        <translation>融合</translation>
    </message>
    <message>
        <source>How x_EMA and x_CDR are joined for the classifier.</source>
        <translation>x_EMA 与 x_CDR 如何合并供分类器使用。</translation>
    </message>
    <message>
        <source>Alignment (EMA)</source>
        <translation>对齐（EMA）</translation>
    </message>
    <message>
        <source>Reconstruction (CDR)</source>
        <translation>重建（CDR）</translation>
    </message>
    <message>
        <source>Class weight δ_v</source>
        <translation>类别权重 δ_v</translation>
    </message>
    <message>
        <source>Weight of the classifier on the visual embedding z_v.</source>
        <translation>视觉嵌入 z_v 上分类器的权重。</translation>
    </message>
    <message>
        <source>Class weight δ_s</source>
        <translation>类别权重 δ_s</translation>
    </message>
    <message>
        <source>Weight of the same classifier on the text embedding z_s.</source>
        <translation>同一分类器在文本嵌入 z_s 上的权重。</translation>
    </message>
    <message>
        <source>Annotation-head weight</source>
        <translation>标注头权重</translation>
    </message>
    <message>
        <source>Weight of the multi-label loss in the variant tag_head.</source>
        <translation>tag_head 变体中多标签损失的权重。</translation>
    </message>
    <message>
        <source>Label smoothing</source>
        <translation>标签平滑</translation>
    </message>
    <message>
        <source>Share of the target spread over all classes; tames over-confidence.</source>
        <translation>分散到所有类别的目标比例；抑制过度自信。</translation>
    </message>
    <message>
        <source>Phases</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>The method to train.</source>
        <translation>要训练的方法。</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>GPU where there is one</source>
        <translation>有 GPU 时用 GPU</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>GPU (CUDA)</source>
        <translation>GPU（CUDA）</translation>
    </message>
    <message>
        <source>Last epoch</source>
        <translation>最后一轮</translation>
    </message>
    <message>
        <source>Best on validation</source>
        <translation>验证最佳</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>The same seed, data and device give the same run, bit for bit on a CPU.</source>
        <translation>相同的种子、数据和设备得到相同的运行，在 CPU 上逐位一致。</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>Pictures per optimiser step. Smaller needs less memory.</source>
        <translation>每个优化步的图片数。越小所需内存越少。</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>动量</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>Of the picture network.</source>
        <translation>图片网络的权重衰减。</translation>
    </message>
    <message>
        <source>Head learning rate</source>
        <translation>头部学习率</translation>
    </message>
    <message>
        <source>Head weight decay</source>
        <translation>头部权重衰减</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>Gradient clip</source>
        <translation>梯度裁剪</translation>
    </message>
    <message>
        <source>Largest norm of all gradients together; 0 leaves them alone.</source>
        <translation>全部梯度的最大范数；0 表示不裁剪。</translation>
    </message>
    <message>
        <source>Weight averaging</source>
        <translation>权重平均</translation>
    </message>
    <message>
        <source>Text epochs</source>
        <translation>文本轮数</translation>
    </message>
    <message>
        <source>Epochs after the backbone's in which the text network and its classifier learn from the annotations alone. Left out where the method has no text network.</source>
        <translation>主干轮之后，文本网络及其分类器只从标注中学习的轮数。没有文本网络的方法会跳过。</translation>
    </message>
    <message>
        <source>Feature index</source>
        <translation>特征索引</translation>
    </message>
    <message>
        <source>Of a feature matrix: file that says which picture each row is, a path a line (.txt) or a column image (.csv); empty where the rows are in the data's order.</source>
        <translation>用于特征矩阵：说明每一行对应哪张图片的文件，每行一个路径（.txt）或 image 列（.csv）；行序与数据一致时留空。</translation>
    </message>
    <message>
        <source>Freeze picture network</source>
        <translation>冻结图片网络</translation>
    </message>
    <message>
        <source>After the backbone epochs the picture network stays as it is. Its features are computed once and kept on disk, so that everything behind it trains in minutes.</source>
        <translation>主干轮之后图片网络保持不变。其特征只计算一次并保存在磁盘上，之后的部分几分钟即可训练完。</translation>
    </message>
    <message>
        <source>Network's share of the rate</source>
        <translation>网络学习率系数</translation>
    </message>
    <message>
        <source>Factor on the picture network's learning rate in the joint phase: 0.1 where the backbone phase or start weights have prepared it.</source>
        <translation>联合阶段图片网络学习率的系数：已由主干阶段或初始权重准备好时用 0.1。</translation>
    </message>
    <message>
        <source>Views per picture</source>
        <translation>每张图片的视图数</translation>
    </message>
    <message>
        <source>With a frozen picture network: how often each training picture is encoded, once as it is and else augmented. 1 trains on the plain pictures.</source>
        <translation>图片网络冻结时：每张训练图片编码的次数，一次为原图，其余为增强图。1 表示只用原图训练。</translation>
    </message>
    <message>
        <source>Largest step size on the picture network. Adam and AdamW want about a hundredth of what SGD wants, Adagrad a fifth.</source>
        <translation>图片网络的最大步长。Adam 和 AdamW 约需 SGD 的百分之一，Adagrad 约五分之一。</translation>
    </message>
    <message>
        <source>Nesterov momentum of SGD; the other optimisers have no use for it.</source>
        <translation>SGD 的 Nesterov 动量；其他优化器不使用。</translation>
    </message>
    <message>
        <source>Step size on everything behind the picture network, same schedule.</source>
        <translation>图片网络之后所有部分的步长，调度相同。</translation>
    </message>
    <message>
        <source>Of everything behind the picture network.</source>
        <translation>作用于图片网络之后的所有部分。</translation>
    </message>
    <message>
        <source>Share of a phase's steps in which the learning rate rises to its largest value.</source>
        <translation>一个阶段中学习率升到最大值所用步数的比例。</translation>
    </message>
    <message>
        <source>SGD (Nesterov)</source>
        <translation>SGD（Nesterov）</translation>
    </message>
    <message>
        <source>Adam</source>
        <translation>Adam</translation>
    </message>
    <message>
        <source>AdamW</source>
        <translation>AdamW</translation>
    </message>
    <message>
        <source>Adagrad</source>
        <translation>Adagrad</translation>
    </message>
    <message>
        <source>Cosine down to zero</source>
        <translation>按余弦降到零</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>恒定</translation>
    </message>
    <message>
        <source>Step: times a factor every few epochs</source>
        <translation>阶梯：每隔几轮乘以一个系数</translation>
    </message>
    <message>
        <source>Straight down to zero</source>
        <translation>线性降到零</translation>
    </message>
    <message>
        <source>One cycle: up and far down</source>
        <translation>单周期：先升后大幅下降</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>Head optimiser</source>
        <translation>头部优化器</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>调度</translation>
    </message>
    <message>
        <source>What the learning rate does in each phase, after the warm-up.</source>
        <translation>每个阶段预热之后学习率如何变化。</translation>
    </message>
    <message>
        <source>Step every</source>
        <translation>阶梯间隔</translation>
    </message>
    <message>
        <source>Epochs of a phase after which the schedule step multiplies the learning rate.</source>
        <translation>阶梯调度每隔多少轮乘一次学习率。</translation>
    </message>
    <message>
        <source>Step factor</source>
        <translation>阶梯系数</translation>
    </message>
    <message>
        <source>What the schedule step multiplies the learning rate with.</source>
        <translation>阶梯调度与学习率相乘的系数。</translation>
    </message>
    <message>
        <source>Decay of an exponential moving average of the weights that is used for evaluation; 0 is off, 0.999 is long.</source>
        <translation>用于评估的权重指数滑动平均的衰减；0 为关闭，0.999 为长时间平均。</translation>
    </message>
    <message>
        <source>bfloat16</source>
        <translation>bfloat16</translation>
    </message>
    <message>
        <source>Compute in bfloat16 where the processor is faster with it.</source>
        <translation>在处理器更快时使用 bfloat16 计算。</translation>
    </message>
    <message>
        <source>Evaluate every</source>
        <translation>评估间隔</translation>
    </message>
    <message>
        <source>Epochs between validations.</source>
        <translation>两次验证之间的轮数。</translation>
    </message>
    <message>
        <source>Checkpoint every</source>
        <translation>检查点间隔</translation>
    </message>
    <message>
        <source>Steps between checkpoints within an epoch; 0 saves at the end of each epoch only.</source>
        <translation>一轮内两个检查点之间的步数；0 表示仅在每轮结束时保存。</translation>
    </message>
    <message>
        <source>Use the model of</source>
        <translation>使用的模型</translation>
    </message>
    <message>
        <source>Which weights evaluation and prediction use when the run has ended.</source>
        <translation>运行结束后评估和预测使用哪些权重。</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Where the run computes.</source>
        <translation>运行在哪里计算。</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>Threads of the computation; 0 uses every core. Results are bit-identical only for the same number.</source>
        <translation>计算线程数；0 使用所有核心。仅当线程数相同时结果逐位一致。</translation>
    </message>
    <message>
        <source>Dishes</source>
        <translation>菜肴数</translation>
    </message>
    <message>
        <source>Number of classes; there are about twice as many ingredients.</source>
        <translation>类别数；食材约为其两倍。</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Half is for training, a tenth for validation, the rest for the test.</source>
        <translation>一半用于训练，十分之一用于验证，其余用于测试。</translation>
    </message>
    <message>
        <source>The same seed writes the same bytes. Recipes do not depend on it.</source>
        <translation>相同的种子写出相同的字节。食谱与其无关。</translation>
    </message>
    <message>
        <source>Side of the square pictures.</source>
        <translation>正方形图片的边长。</translation>
    </message>
    <message>
        <source>Nuisance</source>
        <translation>干扰</translation>
    </message>
    <message>
        <source>Strength of viewpoint, light, occlusion and noise: 0 is a studio, 1 a bad day.</source>
        <translation>视角、光照、遮挡和噪声的强度：0 为摄影棚，1 为糟糕的一天。</translation>
    </message>
    <message>
        <source>Strong nuisance</source>
        <translation>强干扰</translation>
    </message>
    <message>
        <source>The same for the second copy of the test pictures.</source>
        <translation>测试图片第二份副本的干扰强度。</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>用户数</translation>
    </message>
    <message>
        <source>People with a taste over ingredients, who each choose up to twenty pictures.</source>
        <translation>对食材有偏好的人，每人最多选二十张图片。</translation>
    </message>
    <message>
        <source>Best match</source>
        <translation>最佳匹配</translation>
    </message>
    <message>
        <source>Quick look</source>
        <translation>快速体验</translation>
    </message>
    <message>
        <source>A small network that shows a learning curve within a minute on a laptop.</source>
        <translation>小型网络，在笔记本电脑上一分钟内即可看到学习曲线。</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>标准</translation>
    </message>
    <message>
        <source>The full method from scratch, in minutes on two cores; a sound baseline for a few thousand pictures.</source>
        <translation>从零训练完整方法，双核几分钟即可完成；适合几千张图片的可靠基线。</translation>
    </message>
    <message>
        <source>As in the paper</source>
        <translation>与论文一致</translation>
    </message>
    <message>
        <source>ResNet-50 at 224 pixels. Meant for a GPU and start weights from ImageNet; slow without.</source>
        <translation>224 像素的 ResNet-50。适合使用 GPU 和 ImageNet 初始权重；否则很慢。</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>张</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步</translation>
    </message>
    <message>
        <source>px</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>Backbone</source>
        <translation>主干</translation>
    </message>
    <message>
        <source>Joint</source>
        <translation>联合</translation>
    </message>
    <message>
        <source>Re-fit</source>
        <translation>重新拟合</translation>
    </message>
    <message>
        <source>Small residual network</source>
        <translation>小型残差网络</translation>
    </message>
    <message>
        <source>ResNet-18</source>
        <translation>ResNet-18</translation>
    </message>
    <message>
        <source>ResNet-50</source>
        <translation>ResNet-50</translation>
    </message>
    <message>
        <source>Multi-hot MLP</source>
        <translation>多热编码 MLP</translation>
    </message>
    <message>
        <source>InfoNCE, equal texts masked</source>
        <translation>InfoNCE（屏蔽相同文本）</translation>
    </message>
    <message>
        <source>InfoNCE</source>
        <translation>InfoNCE</translation>
    </message>
    <message>
        <source>Supervised contrastive</source>
        <translation>监督对比</translation>
    </message>
    <message>
        <source>Residual MLP</source>
        <translation>残差 MLP</translation>
    </message>
    <message>
        <source>Cosine of pairs</source>
        <translation>成对余弦</translation>
    </message>
    <message>
        <source>InfoNCE, picture to text</source>
        <translation>InfoNCE，图像到文本</translation>
    </message>
    <message>
        <source>KL and distance</source>
        <translation>KL 散度与距离</translation>
    </message>
    <message>
        <source>Small U-Net</source>
        <translation>小型 U-Net</translation>
    </message>
    <message>
        <source>A network of yours (TorchScript)</source>
        <translation>自备网络（TorchScript）</translation>
    </message>
    <message>
        <source>VGG-19 with batch normalisation</source>
        <translation>带批归一化的 VGG-19</translation>
    </message>
    <message>
        <source>Feature matrix</source>
        <translation>特征矩阵</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>Gate</source>
        <translation>门控</translation>
    </message>
    <message>
        <source>Mean of two classifiers</source>
        <translation>两个分类器的均值</translation>
    </message>
    <message>
        <source>Residual</source>
        <translation>残差</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>求和</translation>
    </message>
    <message>
        <source>Mean of embeddings</source>
        <translation>嵌入均值</translation>
    </message>
    <message>
        <source>Vectors from a file</source>
        <translation>来自文件的向量</translation>
    </message>
    <message>
        <source>Word vectors and GRU</source>
        <translation>词向量与 GRU</translation>
    </message>
    <message>
        <source>Concatenation</source>
        <translation>拼接</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>Exponential</source>
        <translation>指数</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Linear, scaled</source>
        <translation>线性（缩放）</translation>
    </message>
    <message>
        <source>Square root</source>
        <translation>平方根</translation>
        <source>Picture network (x_v)</source>
        <translation>图像网络（x_v）</translation>
    </message>
    <message>
        <source>Pictures, aligned (z_v)</source>
        <translation>图像，已对齐（z_v）</translation>
    </message>
    <message>
        <source>Texts, aligned (z_s)</source>
        <translation>文本，已对齐（z_s）</translation>
    </message>
    <message>
        <source>What the classifier sees</source>
        <translation>分类器所见</translation>
    </message>
    <message>
        <source>Reconstructed (x_CDR)</source>
        <translation>重建（x_CDR）</translation>
    </message>
    <message>
        <source>PCA</source>
        <translation>PCA</translation>
    </message>
    <message>
        <source>t-SNE</source>
        <translation>t-SNE</translation>
    </message>
    <message>
        <source>UMAP</source>
        <translation>UMAP</translation>
    </message>
    <message>
        <source>Straight-line distance</source>
        <translation>直线距离</translation>
    </message>
    <message>
        <source>Angle (cosine)</source>
        <translation>夹角（余弦）</translation>
    </message>
    <message>
        <source>Exact while it is quick</source>
        <translation>够快时精确</translation>
    </message>
    <message>
        <source>Exact</source>
        <translation>精确</translation>
    </message>
    <message>
        <source>Approximate</source>
        <translation>近似</translation>
    </message>
    <message>
        <source>By the number of points</source>
        <translation>按点数选择</translation>
    </message>
    <message>
        <source>Every pair</source>
        <translation>逐对计算</translation>
    </message>
    <message>
        <source>Tree (Barnes-Hut)</source>
        <translation>树（Barnes-Hut）</translation>
    </message>
    <message>
        <source>Grid (FFT)</source>
        <translation>网格（FFT）</translation>
    </message>
    <message>
        <source>Components</source>
        <translation>主成分数</translation>
    </message>
    <message>
        <source>How many directions to keep. The map shows the first two.</source>
        <translation>保留多少个方向。图上显示前两个。</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>About how many neighbours a point has. Larger shows the large picture, smaller the detail. With fewer than three times as many points it is lowered, and the map says so.</source>
        <translation>一个点大约有多少个近邻。较大显示全局，较小显示细节。点数不足其三倍时会自动调低，并在图上说明。</translation>
    </message>
    <message>
        <source>Iterations</source>
        <translation>迭代次数</translation>
    </message>
    <message>
        <source>Steps after the early exaggeration. More, when clusters still move at the end.</source>
        <translation>早期放大之后的步数。若结束时簇仍在移动，可增加。</translation>
    </message>
    <message>
        <source>Early exaggeration</source>
        <translation>早期放大</translation>
    </message>
    <message>
        <source>How much stronger attraction is at first, so that clusters find together.</source>
        <translation>开始时吸引力放大的倍数，使同簇的点聚到一起。</translation>
    </message>
    <message>
        <source>Exaggerated iterations</source>
        <translation>放大阶段的迭代次数</translation>
    </message>
    <message>
        <source>Steps with early exaggeration, before the others.</source>
        <translation>带早期放大的步数，先于其余步数进行。</translation>
    </message>
    <message>
        <source>Map learning rate</source>
        <translation>布局学习率</translation>
    </message>
    <message>
        <source>Step size of the map; 0 is the number of points over the exaggeration.</source>
        <translation>布局的步长；0 表示点数除以放大倍数。</translation>
    </message>
    <message>
        <source>Repulsion</source>
        <translation>排斥力</translation>
    </message>
    <message>
        <source>How the push between all points is summed: every pair, a tree, or interpolation on a grid.</source>
        <translation>如何对所有点之间的排斥求和：逐对、用树，或在网格上插值。</translation>
    </message>
    <message>
        <source>Tree accuracy</source>
        <translation>树的精度</translation>
    </message>
    <message>
        <source>Barnes-Hut only: 0 is exact, larger is coarser and faster.</source>
        <translation>仅用于 Barnes-Hut：0 为精确，越大越粗略也越快。</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>近邻数</translation>
    </message>
    <message>
        <source>Size of a neighbourhood, the point itself included. Larger shows the large picture, smaller the detail.</source>
        <translation>邻域大小，包括该点自身。较大显示全局，较小显示细节。</translation>
    </message>
    <message>
        <source>Smallest distance</source>
        <translation>最小距离</translation>
    </message>
    <message>
        <source>How tightly points may lie in the map. Small values make dense clumps.</source>
        <translation>点在图中可以挤得多紧。数值小则成团更密。</translation>
    </message>
    <message>
        <source>Spread</source>
        <translation>展布</translation>
    </message>
    <message>
        <source>Scale of the map; at least the smallest distance.</source>
        <translation>图的尺度；不小于最小距离。</translation>
    </message>
    <message>
        <source>Map epochs</source>
        <translation>布局轮数</translation>
    </message>
    <message>
        <source>Rounds of optimisation; 0 is 500 for up to 10,000 points and 200 for more.</source>
        <translation>优化轮数；0 表示 10,000 点以内为 500，更多点为 200。</translation>
    </message>
    <message>
        <source>Step size of the first epoch; it falls to zero at the last.</source>
        <translation>第一轮的步长；到最后一轮降为零。</translation>
    </message>
    <message>
        <source>Pushes per pull</source>
        <translation>每次吸引对应的排斥数</translation>
    </message>
    <message>
        <source>Random points that a point is pushed from each time a neighbour pulls it.</source>
        <translation>每当近邻吸引一个点时，随机选取多少个点来排斥它。</translation>
    </message>
    <message>
        <source>PCA keeps the two widest directions; t-SNE and UMAP keep neighbours together and bend the rest.</source>
        <translation>PCA 保留方差最大的两个方向；t-SNE 和 UMAP 让近邻保持在一起，其余则会弯曲变形。</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>What counts as near: positions, or directions whatever their length.</source>
        <translation>何谓“近”：位置接近，或方向接近而不论长度。</translation>
    </message>
    <message>
        <source>The same seed, points and machine give the same map, byte for byte.</source>
        <translation>相同的种子、数据点和机器给出逐字节相同的图。</translation>
    </message>
    <message>
        <source>Neighbour search</source>
        <translation>近邻搜索</translation>
    </message>
    <message>
        <source>Approximate is much faster for many points and misses a few in a hundred.</source>
        <translation>点很多时近似搜索快得多，每百个近邻会漏掉几个。</translation>
    </message>
    <message>
        <source>Map threads</source>
        <translation>布局线程数</translation>
    </message>
    <message>
        <source>0 uses every core. The map does not depend on it.</source>
        <translation>0 表示使用所有核心。图与此无关。</translation>
    </message>
    <message>
        <source>Reading pictures</source>
        <translation>读取图片</translation>
    </message>
    <message>
        <source>First map</source>
        <translation>初始图</translation>
    </message>
    <message>
        <source>Finding neighbours</source>
        <translation>搜索近邻</translation>
    </message>
    <message>
        <source>Weighing neighbours</source>
        <translation>计算近邻权重</translation>
    </message>
    <message>
        <source>Gathering clusters</source>
        <translation>聚拢各簇</translation>
    </message>
    <message>
        <source>Moving points</source>
        <translation>移动各点</translation>
    </message>
    <message>
        <source>Measuring quality</source>
        <translation>评估质量</translation>
        <source>Linear, ReLU, linear</source>
        <translation>线性、ReLU、线性</translation>
    </message>
    <message>
        <source>Linear, layer normalisation</source>
        <translation>线性、层归一化</translation>
    </message>
    <message>
        <source>Text vectors</source>
        <translation>文本向量</translation>
    </message>
    <message>
        <source>For glove_gru: word vectors in GloVe&apos;s text format. For external: a .npy or CSV matrix, one row for each annotation. A finished run does not need the file again.</source>
        <translation>用于 glove_gru：GloVe 文本格式的词向量。用于 external：.npy 或 CSV 矩阵，每个标注一行。完成的运行不再需要此文件。</translation>
    </message>
    <message>
        <source>Projections</source>
        <translation>投影</translation>
    </message>
    <message>
        <source>The layers that lead picture and text feature into the shared space.</source>
        <translation>把图像特征和文本特征引入共享空间的层。</translation>
    </message>
    <message>
        <source>Fusion weight λ</source>
        <translation>融合权重 λ</translation>
    </message>
    <message>
        <source>With fusion sum: the weight of x_CDR beside x_EMA.</source>
        <translation>融合方式为 sum 时：x_CDR 相对于 x_EMA 的权重。</translation>
    </message>
    <message>
        <source>Texts of the same class</source>
        <translation>同类别的文本</translation>
    </message>
    <message>
        <source>Equal texts</source>
        <translation>相同的文本</translation>
    </message>
    <message>
        <source>z_v as it is</source>
        <translation>原样的 z_v</translation>
    </message>
    <message>
        <source>z_v at unit length</source>
        <translation>单位长度的 z_v</translation>
    </message>
    <message>
        <source>z_v + a linear layer of z_v</source>
        <translation>z_v + z_v 的线性层</translation>
    </message>
    <message>
        <source>Positives of supcon</source>
        <translation>supcon 的正样本</translation>
    </message>
    <message>
        <source>Which texts pull a picture in the supervised contrastive loss.</source>
        <translation>在监督对比损失中哪些文本会拉近图像。</translation>
    </message>
    <message>
        <source>Keep the text still</source>
        <translation>固定文本</translation>
    </message>
    <message>
        <source>The alignment loss moves the picture side only; the text learns from its own classifier.</source>
        <translation>对齐损失只移动图像一侧；文本由自己的分类器学习。</translation>
    </message>
    <message>
        <source>Margin of cos_pair</source>
        <translation>cos_pair 的间隔</translation>
    </message>
    <message>
        <source>Mismatched pairs with a smaller cosine than this are left alone.</source>
        <translation>余弦小于此值的不匹配对不受影响。</translation>
    </message>
    <message>
        <source>Negatives of cos_pair</source>
        <translation>cos_pair 的负样本</translation>
    </message>
    <message>
        <source>Weight of mismatched pairs beside matched ones.</source>
        <translation>不匹配对相对于匹配对的权重。</translation>
    </message>
    <message>
        <source>Form of x_EMA</source>
        <translation>x_EMA 的形式</translation>
    </message>
    <message>
        <source>What the fusion gets of the aligned picture embedding z_v.</source>
        <translation>融合从对齐的图像嵌入 z_v 得到什么。</translation>
    </message>
    <message>
        <source>Mix the text in</source>
        <translation>混入文本</translation>
    </message>
    <message>
        <source>In training x_EMA becomes the mean of z_v and z_s. The head then sees text that it will not have in use: a leak, offered for comparison only.</source>
        <translation>训练时 x_EMA 变为 z_v 与 z_s 的平均。分类头会看到使用时没有的文本：这是泄漏，仅供比较。</translation>
    </message>
    <message>
        <source>A: text from noise, given the picture</source>
        <translation>A：以图像为条件，由噪声生成文本</translation>
    </message>
    <message>
        <source>B: text from the noised picture</source>
        <translation>B：由加噪的图像生成文本</translation>
    </message>
    <message>
        <source>C: picture from noise, given text</source>
        <translation>C：以文本为条件，由噪声生成图像</translation>
    </message>
    <message>
        <source>Text feature x_s</source>
        <translation>文本特征 x_s</translation>
    </message>
    <message>
        <source>Mean z_s of the class</source>
        <translation>类别的平均 z_s</translation>
    </message>
    <message>
        <source>Layer normalisation</source>
        <translation>层归一化</translation>
    </message>
    <message>
        <source>Length √d</source>
        <translation>长度 √d</translation>
    </message>
    <message>
        <source>The clean target x₀</source>
        <translation>干净的目标 x₀</translation>
    </message>
    <message>
        <source>The noise ε</source>
        <translation>噪声 ε</translation>
    </message>
    <message>
        <source>The velocity v</source>
        <translation>速度 v</translation>
    </message>
    <message>
        <source>Squared error</source>
        <translation>平方误差</translation>
    </message>
    <message>
        <source>Absolute error</source>
        <translation>绝对误差</translation>
    </message>
    <message>
        <source>Huber</source>
        <translation>Huber</translation>
    </message>
    <message>
        <source>All steps alike</source>
        <translation>所有步相同</translation>
    </message>
    <message>
        <source>min(SNR, 5)</source>
        <translation>min(SNR, 5)</translation>
    </message>
    <message>
        <source>Uniform</source>
        <translation>均匀</translation>
    </message>
    <message>
        <source>In pairs t, T-1-t</source>
        <translation>成对 t、T-1-t</translation>
    </message>
    <message>
        <source>DDIM</source>
        <translation>DDIM</translation>
    </message>
    <message>
        <source>DDPM (ancestral)</source>
        <translation>DDPM（祖先采样）</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>Zero noise</source>
        <translation>零噪声</translation>
    </message>
    <message>
        <source>The sampler&apos;s own steps</source>
        <translation>采样器自身的步骤</translation>
    </message>
    <message>
        <source>Diffusion mode</source>
        <translation>扩散模式</translation>
    </message>
    <message>
        <source>A rebuilds the text from noise with the picture as condition. B starts from the noised picture instead, and needs a schedule that leaves some signal. C rebuilds the picture&apos;s own embedding; in training its condition is the text, in use the picture.</source>
        <translation>A 以图像为条件，由噪声重建文本。B 改从加噪的图像开始，需要保留部分信号的噪声表。C 重建图像自身的嵌入；训练时以文本为条件，使用时以图像为条件。</translation>
    </message>
    <message>
        <source>What the diffusion (CDR) rebuilds from the picture: the annotations themselves, or the text embedding. automatic takes the annotations where there are more texts than classes. In mode C: what is the condition in training.</source>
        <translation>扩散（CDR）由图像重建的内容：标注本身，或文本嵌入。automatic 在文本多于类别时采用标注。在模式 C 中：训练时的条件。</translation>
    </message>
    <message>
        <source>Target scale</source>
        <translation>目标尺度</translation>
    </message>
    <message>
        <source>The schedule assumes unit variance: how an embedding gets it. Annotations are standardised by their frequency instead.</source>
        <translation>噪声表假定单位方差：嵌入如何得到它。标注则按其频率标准化。</translation>
    </message>
    <message>
        <source>Keep the target still</source>
        <translation>固定目标</translation>
    </message>
    <message>
        <source>The reconstruction error does not move the embedding that is its target.</source>
        <translation>重建误差不移动作为目标的嵌入。</translation>
    </message>
    <message>
        <source>Keep the condition still</source>
        <translation>固定条件</translation>
    </message>
    <message>
        <source>The reconstruction does not teach the picture network.</source>
        <translation>重建不训练图像网络。</translation>
    </message>
    <message>
        <source>Predicted quantity</source>
        <translation>预测量</translation>
    </message>
    <message>
        <source>What the denoiser puts out. eps is ill-conditioned with a schedule that ends in pure noise; its x̂₀ is kept within ±20.</source>
        <translation>去噪器的输出。噪声表以纯噪声结束时 eps 是病态的；其 x̂₀ 限制在 ±20 以内。</translation>
    </message>
    <message>
        <source>Reconstruction error</source>
        <translation>重建误差</translation>
    </message>
    <message>
        <source>How the distance to the predicted quantity is measured.</source>
        <translation>如何衡量与预测量的距离。</translation>
    </message>
    <message>
        <source>Weight of time steps</source>
        <translation>时间步权重</translation>
    </message>
    <message>
        <source>min_snr_5 gives steps in which little is destroyed at most five-fold weight.</source>
        <translation>min_snr_5 使破坏较少的步最多有五倍权重。</translation>
    </message>
    <message>
        <source>Drawn time steps</source>
        <translation>抽取的时间步</translation>
    </message>
    <message>
        <source>Pairs make the loss of a batch vary less.</source>
        <translation>成对抽取使一批的损失波动较小。</translation>
    </message>
    <message>
        <source>t_max trains the head on what it will see in use. one_step shows the head a state that still contains the text. unrolled runs the sampler as in use.</source>
        <translation>t_max 用使用时所见的内容训练分类头。one_step 让分类头看到仍含文本的状态。unrolled 按使用时的方式运行采样器。</translation>
    </message>
    <message>
        <source>Steps that learn</source>
        <translation>学习的步数</translation>
    </message>
    <message>
        <source>With unrolled: gradients pass through the last so many sampling steps.</source>
        <translation>用于 unrolled：梯度通过最后这么多采样步。</translation>
    </message>
    <message>
        <source>Cut x_CDR from the head</source>
        <translation>切断 x_CDR 与分类头</translation>
    </message>
    <message>
        <source>The fused classifier does not teach the denoiser.</source>
        <translation>融合分类器不训练去噪器。</translation>
    </message>
    <message>
        <source>Dropped x_CDR</source>
        <translation>丢弃的 x_CDR</translation>
    </message>
    <message>
        <source>Share of training pictures whose x_CDR is zero for the head, so that it does not rely on it alone.</source>
        <translation>训练图像中对分类头而言 x_CDR 为零的比例，使其不只依赖它。</translation>
    </message>
    <message>
        <source>Network that predicts x₀, the noise or the velocity.</source>
        <translation>预测 x₀、噪声或速度的网络。</translation>
    </message>
    <message>
        <source>Hidden units of each block of the MLP.</source>
        <translation>MLP 每个块的隐藏单元数。</translation>
    </message>
    <message>
        <source>U-Net channels</source>
        <translation>U-Net 通道数</translation>
    </message>
    <message>
        <source>Channels of the first level of unet1ch; the others have twice as many.</source>
        <translation>unet1ch 第一层的通道数；其余各层为其两倍。</translation>
    </message>
    <message>
        <source>Residual blocks; of the U-Net: of each level.</source>
        <translation>残差块数；对 U-Net 为每层的块数。</translation>
    </message>
    <message>
        <source>Dropped conditions</source>
        <translation>丢弃的条件</translation>
    </message>
    <message>
        <source>Share of training pictures whose condition is replaced by a learned blank, which guidance needs. 0.1 is usual.</source>
        <translation>条件被替换为学习到的空条件的训练图像比例，引导需要它。通常为 0.1。</translation>
    </message>
    <message>
        <source>Sampler</source>
        <translation>采样器</translation>
    </message>
    <message>
        <source>ddpm walks through all T steps and adds noise in each.</source>
        <translation>ddpm 走过全部 T 步，每步加噪声。</translation>
    </message>
    <message>
        <source>Guidance w</source>
        <translation>引导 w</translation>
    </message>
    <message>
        <source>(1 + w)·x̂₀ with the condition - w·x̂₀ without it. 0 is off; doubles the cost otherwise.</source>
        <translation>(1 + w)·有条件的 x̂₀ - w·无条件的 x̂₀。0 为关闭；否则成本加倍。</translation>
    </message>
    <message>
        <source>Start state</source>
        <translation>起始状态</translation>
    </message>
    <message>
        <source>Noise that sampling starts with; in mode B it is added to the picture.</source>
        <translation>采样开始时的噪声；模式 B 中加到图像上。</translation>
    </message>
    <message>
        <source>Draws R</source>
        <translation>抽样次数 R</translation>
    </message>
    <message>
        <source>x_CDR in use is the mean of so many samples; costs as many times as much.</source>
        <translation>使用时的 x_CDR 是这么多个样本的平均；成本也是这么多倍。</translation>
    </message>
    <message>
        <source>Sampling seed</source>
        <translation>采样种子</translation>
    </message>
    <message>
        <source>Chooses the fixed noise of the draws; every picture gets the same.</source>
        <translation>选择抽样的固定噪声；每张图像相同。</translation>
    </message>
    <message>
        <source>Weight of the error between prediction and target.</source>
        <translation>预测与目标之间误差的权重。</translation>
    </message>
    <message>
        <source>Folder or file with who chose what. Recognised layouts: see the Data page.</source>
        <translation>含有“谁选择了什么”的文件夹或文件。可识别的布局见“数据”页。</translation>
    </message>
    <message>
        <source>Pictures of items</source>
        <translation>物品图片</translation>
    </message>
    <message>
        <source>Folder with a picture for each item, named by its id, where the data names none.</source>
        <translation>存放每个物品图片的文件夹，以物品编号命名，用于数据未给出图片的情况。</translation>
    </message>
    <message>
        <source>Lowest rating that counts</source>
        <translation>计入的最低评分</translation>
    </message>
    <message>
        <source>Interactions rated below are left out; 0 takes every rating as a choice.</source>
        <translation>评分低于此值的交互被舍去；0 表示每个评分都算一次选择。</translation>
    </message>
    <message>
        <source>Lowest rating of the scale</source>
        <translation>评分范围的最低值</translation>
    </message>
    <message>
        <source>Ratings below are reported and left out. Used when the highest is above the lowest.</source>
        <translation>低于此值的评分会被报告并舍去。仅当最高值大于最低值时使用。</translation>
    </message>
    <message>
        <source>Highest rating of the scale</source>
        <translation>评分范围的最高值</translation>
    </message>
    <message>
        <source>Ratings above are reported and left out. 0 with a lowest of 0 checks nothing.</source>
        <translation>高于此值的评分会被报告并舍去。最低值与最高值都为 0 时不检查。</translation>
    </message>
    <message>
        <source>Fewest users of an item</source>
        <translation>物品的最少用户数</translation>
    </message>
    <message>
        <source>Items with fewer are left out, again and again until nothing changes; 0 keeps all.</source>
        <translation>用户数更少的物品被舍去，反复进行直到不再变化；0 全部保留。</translation>
    </message>
    <message>
        <source>Fewest items of a user</source>
        <translation>用户的最少物品数</translation>
    </message>
    <message>
        <source>Users with fewer are left out, again and again until nothing changes; 0 keeps all.</source>
        <translation>物品数更少的用户被舍去，反复进行直到不再变化；0 全部保留。</translation>
    </message>
    <message>
        <source>User column</source>
        <translation>用户列</translation>
    </message>
    <message>
        <source>Column of interactions.csv with the user; empty finds it by its usual names.</source>
        <translation>interactions.csv 中表示用户的列；留空则按常用名称查找。</translation>
    </message>
    <message>
        <source>Item column</source>
        <translation>物品列</translation>
    </message>
    <message>
        <source>Column of both files with the item; empty finds it by its usual names.</source>
        <translation>两个文件中表示物品的列；留空则按常用名称查找。</translation>
    </message>
    <message>
        <source>Rating column</source>
        <translation>评分列</translation>
    </message>
    <message>
        <source>Column of interactions.csv with the rating; empty finds it by its usual names.</source>
        <translation>interactions.csv 中表示评分的列；留空则按常用名称查找。</translation>
    </message>
    <message>
        <source>Time column</source>
        <translation>时间列</translation>
    </message>
    <message>
        <source>Column of interactions.csv with the time; empty finds it by its usual names.</source>
        <translation>interactions.csv 中表示时间的列；留空则按常用名称查找。</translation>
    </message>
    <message>
        <source>Part column</source>
        <translation>划分列</translation>
    </message>
    <message>
        <source>Column of interactions.csv with train, validation or test, where the data has one.</source>
        <translation>interactions.csv 中取值为 train、validation 或 test 的列（如果有）。</translation>
    </message>
    <message>
        <source>Title column</source>
        <translation>标题列</translation>
    </message>
    <message>
        <source>Column of items.csv with the name for people; empty finds it by its usual names.</source>
        <translation>items.csv 中供人阅读的名称列；留空则按常用名称查找。</translation>
    </message>
    <message>
        <source>Column of items.csv with the picture&apos;s path; empty finds it by its usual names.</source>
        <translation>items.csv 中图片路径所在的列；留空则按常用名称查找。</translation>
    </message>
    <message>
        <source>Column of items.csv with the annotations; empty finds it by its usual names.</source>
        <translation>items.csv 中标注所在的列；留空则按常用名称查找。</translation>
    </message>
    <message>
        <source>Cold column</source>
        <translation>冷启动列</translation>
    </message>
    <message>
        <source>Column of items.csv that is 1 for items to keep out of training; empty finds it.</source>
        <translation>items.csv 中的列，值为 1 的物品不参与训练；留空则自动查找。</translation>
    </message>
    <message>
        <source>Character between the annotations of one item.</source>
        <translation>同一物品的各标注之间的分隔符。</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Given by the data</source>
        <translation>数据自带</translation>
    </message>
    <message>
        <source>Marked cold items</source>
        <translation>标记的冷启动物品</translation>
    </message>
    <message>
        <source>Newest share of each user (P1)</source>
        <translation>每位用户最新的一部分（P1）</translation>
    </message>
    <message>
        <source>Cold items only (P2)</source>
        <translation>仅冷启动物品（P2）</translation>
    </message>
    <message>
        <source>Random interactions (P3)</source>
        <translation>随机交互（P3）</translation>
    </message>
    <message>
        <source>Random cold items (P4)</source>
        <translation>随机冷启动物品（P4）</translation>
    </message>
    <message>
        <source>Leave one out (P5)</source>
        <translation>留一法（P5）</translation>
    </message>
    <message>
        <source>Few interactions (P6)</source>
        <translation>少量交互（P6）</translation>
    </message>
    <message>
        <source>One cut in time</source>
        <translation>统一时间切分</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>协议</translation>
    </message>
    <message>
        <source>How interactions are divided into training, validation and test, and which items are cold.</source>
        <translation>交互如何划分为训练、验证和测试，以及哪些物品是冷启动的。</translation>
    </message>
    <message>
        <source>Share of the (warm) interactions that are kept for the test; -1 takes the protocol&apos;s own.</source>
        <translation>留作测试的（非冷启动）交互比例；-1 采用协议自身的值。</translation>
    </message>
    <message>
        <source>Share of the (warm) interactions that are kept for validation; -1 takes the protocol&apos;s own.</source>
        <translation>留作验证的（非冷启动）交互比例；-1 采用协议自身的值。</translation>
    </message>
    <message>
        <source>Share of cold items</source>
        <translation>冷启动物品比例</translation>
    </message>
    <message>
        <source>Share of the items that training never sees, half for validation, half for test.</source>
        <translation>训练中从不出现的物品比例，一半用于验证，一半用于测试。</translation>
    </message>
    <message>
        <source>Newest are the test</source>
        <translation>以最新的作测试</translation>
    </message>
    <message>
        <source>Test on each user&apos;s newest interactions; off draws them at random.</source>
        <translation>用每位用户最新的交互作测试；关闭则随机抽取。</translation>
    </message>
    <message>
        <source>Interactions given back</source>
        <translation>归还的交互数</translation>
    </message>
    <message>
        <source>Of each cold item, with the protocol few_shot: 0, 1, 2, 5.</source>
        <translation>协议 few_shot 中每个冷启动物品归还训练的交互数：0、1、2、5。</translation>
    </message>
    <message>
        <source>Cold below</source>
        <translation>冷启动上限</translation>
    </message>
    <message>
        <source>With leave_one_out, items with fewer training interactions than this count as cold.</source>
        <translation>在 leave_one_out 中，训练交互少于此数的物品算作冷启动。</translation>
    </message>
    <message>
        <source>Learned patches (k-means)</source>
        <translation>学习得到的图块（k-means）</translation>
    </message>
    <message>
        <source>Edges and colour</source>
        <translation>边缘与颜色</translation>
    </message>
    <message>
        <source>A matrix of my own</source>
        <translation>自己的矩阵</translation>
    </message>
    <message>
        <source>Encoder of a run</source>
        <translation>某次运行的编码器</translation>
    </message>
    <message>
        <source>Item features</source>
        <translation>物品特征</translation>
    </message>
    <message>
        <source>What stands for the picture of an item.</source>
        <translation>用什么来表示物品的图片。</translation>
    </message>
    <message>
        <source>File .npy, .npz or .safetensors with a row for every item, in the data&apos;s order, or Amazon&apos;s image_features .b. Empty takes the one that lies beside the data.</source>
        <translation>.npy、.npz 或 .safetensors 文件，按数据顺序每个物品一行，或 Amazon 的 image_features .b。留空则采用数据旁边的文件。</translation>
    </message>
    <message>
        <source>Index of the matrix</source>
        <translation>矩阵的索引</translation>
    </message>
    <message>
        <source>Text file with the item id of each row, where rows are in another order.</source>
        <translation>文本文件，给出每一行对应的物品编号，用于行的顺序不同的情况。</translation>
    </message>
    <message>
        <source>Run of the encoder</source>
        <translation>编码器所在的运行</translation>
    </message>
    <message>
        <source>Folder of a MARNet run; its picture network makes the features.</source>
        <translation>一次 MARNet 运行的文件夹；由其图像网络产生特征。</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Principal components that are kept; 0 keeps the features as they are.</source>
        <translation>保留的主成分个数；0 保持特征原样。</translation>
    </message>
    <message>
        <source>Patch kinds</source>
        <translation>图块种类</translation>
    </message>
    <message>
        <source>Centroids of k-means over patches.</source>
        <translation>对图块做 k-means 的中心个数。</translation>
    </message>
    <message>
        <source>Longer side that pictures are brought to before patches or edges are looked at.</source>
        <translation>提取图块或边缘之前图片统一到的较长边。</translation>
    </message>
    <message>
        <source>Whiten</source>
        <translation>白化</translation>
    </message>
    <message>
        <source>Scale every component to the same spread. Made everything worse where we tried.</source>
        <translation>把每个成分缩放到相同的离散程度。在我们的试验中总是更差。</translation>
    </message>
    <message>
        <source>Threads that read pictures; 0 takes every core. The result does not depend on it.</source>
        <translation>读取图片的线程数；0 使用所有核心。结果与此无关。</translation>
    </message>
    <message>
        <source>All items</source>
        <translation>所有物品</translation>
    </message>
    <message>
        <source>Drawn items</source>
        <translation>抽取的物品</translation>
    </message>
    <message>
        <source>Items of training</source>
        <translation>训练中的物品</translation>
    </message>
    <message>
        <source>Every item</source>
        <translation>每个物品</translation>
    </message>
    <message>
        <source>Lineage (misses cost nothing)</source>
        <translation>原始代码方式（漏选不扣分）</translation>
    </message>
    <message>
        <source>List lengths</source>
        <translation>列表长度</translation>
    </message>
    <message>
        <source>The K of Recall@K and the others.</source>
        <translation>Recall@K 等指标的 K。</translation>
    </message>
    <message>
        <source>Candidates</source>
        <translation>候选</translation>
    </message>
    <message>
        <source>Rank the whole catalogue, or each user&apos;s positives among items drawn at random. Figures of the two cannot be compared.</source>
        <translation>对整个目录排序，或把每位用户的正例与随机抽取的物品一起排序。两者的数值不可比较。</translation>
    </message>
    <message>
        <source>Items that each user&apos;s positives compete with, where they are drawn.</source>
        <translation>抽取候选时，每位用户的正例要与之竞争的物品数。</translation>
    </message>
    <message>
        <source>Draws</source>
        <translation>抽取次数</translation>
    </message>
    <message>
        <source>How often they are drawn anew; means and spread over draws are reported.</source>
        <translation>重新抽取的次数；报告各次的均值与离散程度。</translation>
    </message>
    <message>
        <source>Drawn from</source>
        <translation>抽取范围</translation>
    </message>
    <message>
        <source>Items of training only, as the lineage does, or every item.</source>
        <translation>仅训练中的物品（原始代码的做法），或所有物品。</translation>
    </message>
    <message>
        <source>Leave known items out</source>
        <translation>排除已知物品</translation>
    </message>
    <message>
        <source>Do not rank what the user had before the part that is judged.</source>
        <translation>不对用户在被评部分之前已有的物品排序。</translation>
    </message>
    <message>
        <source>NDCG</source>
        <translation>NDCG</translation>
    </message>
    <message>
        <source>Standard, or as the lineage&apos;s code computes it.</source>
        <translation>标准定义，或按原始代码的计算方式。</translation>
    </message>
    <message>
        <source>Ties lose</source>
        <translation>平分算输</translation>
    </message>
    <message>
        <source>Count equal scores as lost in AUC, as the lineage does, instead of half.</source>
        <translation>AUC 中分数相同按输计（原始代码的做法），而不是各计一半。</translation>
    </message>
    <message>
        <source>Cold users have at most</source>
        <translation>冷用户最多拥有</translation>
    </message>
    <message>
        <source>Interactions of a user who counts as cold.</source>
        <translation>算作冷用户的交互数上限。</translation>
    </message>
    <message>
        <source>Cold users by test</source>
        <translation>按测试划分冷用户</translation>
    </message>
    <message>
        <source>Count the interactions of the judged part, as the lineage does; off counts training.</source>
        <translation>按被评部分的交互数计（原始代码的做法）；关闭则按训练交互数计。</translation>
    </message>
    <message>
        <source>0 takes every core. The result does not depend on it.</source>
        <translation>0 使用所有核心。结果与此无关。</translation>
    </message>
    <message>
        <source>Each user</source>
        <translation>每位用户</translation>
    </message>
    <message>
        <source>Report every user, too.</source>
        <translation>同时报告每位用户。</translation>
    </message>
    <message>
        <source>Watched pictures</source>
        <translation>观察的图片</translation>
    </message>
    <message>
        <source>Validation pictures whose place is recorded at each validation, for the film of the Embeddings page; 0 records none.</source>
        <translation>每次验证时记录其位置的验证图片，用于“嵌入”页面的影片；0 表示不记录。</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>Another exposure: lighter or darker, as the seed has it.</source>
        <translation>曝光不同：变亮或变暗，由种子决定。</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>对比度</translation>
    </message>
    <message>
        <source>Haze: all colours move towards the mean grey of the picture.</source>
        <translation>雾霾：所有颜色向图片的平均灰度靠近。</translation>
    </message>
    <message>
        <source>Defocus blur</source>
        <translation>失焦模糊</translation>
    </message>
    <message>
        <source>Out of focus: every point becomes a disc.</source>
        <translation>未对焦：每个点变成一个圆盘。</translation>
    </message>
    <message>
        <source>Gaussian noise</source>
        <translation>高斯噪声</translation>
    </message>
    <message>
        <source>Sensor noise: each colour value is moved at random.</source>
        <translation>传感器噪声：每个颜色值随机偏移。</translation>
    </message>
    <message>
        <source>Impulse noise</source>
        <translation>脉冲噪声</translation>
    </message>
    <message>
        <source>Salt and pepper: some colour values are lost to black or white.</source>
        <translation>椒盐：部分颜色值变为黑或白。</translation>
    </message>
    <message>
        <source>JPEG</source>
        <translation>JPEG</translation>
    </message>
    <message>
        <source>Compressed until blocks show.</source>
        <translation>压缩到出现方块。</translation>
    </message>
    <message>
        <source>Motion blur</source>
        <translation>运动模糊</translation>
    </message>
    <message>
        <source>The camera moved: every point becomes a line of any direction.</source>
        <translation>相机移动：每个点变成任意方向的线。</translation>
    </message>
    <message>
        <source>Occlusion</source>
        <translation>遮挡</translation>
    </message>
    <message>
        <source>Something in the way: a rectangle of one colour.</source>
        <translation>有东西挡住：一个单色矩形。</translation>
    </message>
    <message>
        <source>Perspective</source>
        <translation>透视</translation>
    </message>
    <message>
        <source>Seen from the side: one edge of the picture is farther away.</source>
        <translation>从侧面看：图片的一边更远。</translation>
    </message>
    <message>
        <source>Pixelate</source>
        <translation>像素化</translation>
    </message>
    <message>
        <source>Seen at a low resolution and blown up again.</source>
        <translation>以低分辨率观看再放大。</translation>
    </message>
    <message>
        <source>The camera was tilted, either way.</source>
        <translation>相机向某一侧倾斜。</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>饱和度</translation>
    </message>
    <message>
        <source>Colours fade or become garish, as the seed has it.</source>
        <translation>颜色变淡或过艳，由种子决定。</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Seen from nearer or farther away, as the seed has it.</source>
        <translation>从更近或更远处看，由种子决定。</translation>
    </message>
    <message>
        <source>Shot noise</source>
        <translation>散粒噪声</translation>
    </message>
    <message>
        <source>Too little light: each colour value is a count of few photons.</source>
        <translation>光线太弱：每个颜色值是少量光子的计数。</translation>
    </message>
    <message>
        <source>This run has no diffusion, so there is no reconstruction to follow.</source>
        <translation>此运行没有扩散，因此没有可以跟踪的重建。</translation>
    </message>
    <message>
        <source>The run&apos;s data cannot be read, or is not what it was: where its classes lie is not known.</source>
        <translation>无法读取运行的数据，或数据已改变：不知道它的各个类别位于何处。</translation>
    </message>
    <message>
        <source>This run learned without texts (model.text=none): its diffusion has no target, so there are no distances, no annotations and no map.</source>
        <translation>此运行在没有文本的情况下学习（model.text=none）：它的扩散没有目标，因此没有距离、没有标注，也没有地图。</translation>
    </message>
    <message>
        <source>Picture network (x_v)</source>
        <translation>图像网络（x_v）</translation>
    </message>
    <message>
        <source>Linear, ReLU, linear</source>
        <translation>线性、ReLU、线性</translation>
    </message>
    <message>
        <source>Full CIERec (CI + FE)</source>
        <translation>完整 CIERec（CI + FE）</translation>
    </message>
    <message>
        <source>Backbone on unified features (control)</source>
        <translation>统一特征上的主干（对照）</translation>
    </message>
    <message>
        <source>Backbone + content inference (CI)</source>
        <translation>主干 + 内容推断（CI）</translation>
    </message>
    <message>
        <source>Backbone + feature enrichment (FE)</source>
        <translation>主干 + 特征增强（FE）</translation>
    </message>
    <message>
        <source>Joined by a network</source>
        <translation>由网络合并</translation>
    </message>
    <message>
        <source>Attention of the user</source>
        <translation>用户注意力</translation>
    </message>
    <message>
        <source>Scores added (the backbone&apos;s own form)</source>
        <translation>得分相加（主干自身的形式）</translation>
    </message>
    <message>
        <source>Mean of the warm items</source>
        <translation>热物品的均值</translation>
    </message>
    <message>
        <source>Zero</source>
        <translation>零</translation>
    </message>
    <message>
        <source>Its random start</source>
        <translation>其随机初值</translation>
    </message>
    <message>
        <source>Generated from the content</source>
        <translation>由内容生成</translation>
    </message>
    <message>
        <source>All items alike</source>
        <translation>所有物品等概率</translation>
    </message>
    <message>
        <source>By popularity</source>
        <translation>按流行度</translation>
    </message>
    <message>
        <source>The best scored of several</source>
        <translation>多个候选中得分最高者</translation>
    </message>
    <message>
        <source>Every item, cold ones too</source>
        <translation>所有物品，包括冷启动物品</translation>
    </message>
    <message>
        <source>Draw again</source>
        <translation>重新抽取</translation>
    </message>
    <message>
        <source>Leave the pair out</source>
        <translation>略过该对</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>冻结</translation>
    </message>
    <message>
        <source>In turns, an epoch each</source>
        <translation>交替，各一轮</translation>
    </message>
    <message>
        <source>Negatives</source>
        <translation>负样本</translation>
    </message>
    <message>
        <source>Which items a chosen item is compared with. Popular ones cost accuracy on warm items where we tried.</source>
        <translation>被选物品与哪些物品比较。在我们的试验中，用流行物品会降低热物品上的准确度。</translation>
    </message>
    <message>
        <source>Negatives each</source>
        <translation>每个的负样本数</translation>
    </message>
    <message>
        <source>Items that each chosen item is compared with in a step.</source>
        <translation>每一步中每个被选物品与之比较的物品数。</translation>
    </message>
    <message>
        <source>Popularity exponent</source>
        <translation>流行度指数</translation>
    </message>
    <message>
        <source>With popularity: items are drawn in proportion to their count to this power.</source>
        <translation>用于 popularity：物品按其次数的该次幂成比例抽取。</translation>
    </message>
    <message>
        <source>Candidates of hard</source>
        <translation>hard 的候选数</translation>
    </message>
    <message>
        <source>With hard: items drawn for each negative, of which the best scored is taken.</source>
        <translation>用于 hard：每个负样本先抽取这么多物品，取其中得分最高者。</translation>
    </message>
    <message>
        <source>Whether cold items are drawn as negatives, too: that teaches they are disliked.</source>
        <translation>是否也把冷启动物品抽作负样本：这会教模型认为它们不受喜欢。</translation>
    </message>
    <message>
        <source>When already chosen</source>
        <translation>已被选过时</translation>
    </message>
    <message>
        <source>What happens when the drawn item is one that the user has chosen.</source>
        <translation>抽到的物品恰为该用户已选物品时如何处理。</translation>
    </message>
    <message>
        <source>AMR: perturbation ε</source>
        <translation>AMR：扰动 ε</translation>
    </message>
    <message>
        <source>Length of the worst-case change of an item&apos;s features.</source>
        <translation>对物品特征的最坏情形改动的长度。</translation>
    </message>
    <message>
        <source>AMR: weight λ</source>
        <translation>AMR：权重 λ</translation>
    </message>
    <message>
        <source>Weight of the loss on changed features; 0 is VBPR.</source>
        <translation>改动后特征上的损失的权重；0 即 VBPR。</translation>
    </message>
    <message>
        <source>CausalRec: correction</source>
        <translation>CausalRec：校正</translation>
    </message>
    <message>
        <source>Weight of the score at the mean item, which is taken off in use.</source>
        <translation>使用时减去的、平均物品处得分的权重。</translation>
    </message>
    <message>
        <source>DeepStyle: categories</source>
        <translation>DeepStyle：类别数</translation>
    </message>
    <message>
        <source>Groups of look-alike pictures whose common vector is taken off; 0: one an item.</source>
        <translation>外观相近的图片分成的组数，减去各组的公共向量；0：每个物品一组。</translation>
    </message>
    <message>
        <source>Hidden units</source>
        <translation>隐藏单元数</translation>
    </message>
    <message>
        <source>Of the networks in VNPR, DVBPR, ACF and DropoutNet.</source>
        <translation>用于 VNPR、DVBPR、ACF 和 DropoutNet 中的网络。</translation>
    </message>
    <message>
        <source>ACF: items of the history</source>
        <translation>ACF：历史物品数</translation>
    </message>
    <message>
        <source>The newest items of a user that attention looks at.</source>
        <translation>注意力所查看的用户最新物品数。</translation>
    </message>
    <message>
        <source>ACF: regions</source>
        <translation>ACF：区域数</translation>
    </message>
    <message>
        <source>Equal parts that the feature of a picture consists of, for attention over regions; 1: the picture as a whole.</source>
        <translation>图片特征由多少等份组成，用于区域注意力；1：整张图片。</translation>
    </message>
    <message>
        <source>DropoutNet and CLCRec: hidden identities</source>
        <translation>DropoutNet 与 CLCRec：隐藏的身份</translation>
    </message>
    <message>
        <source>Share of training items whose identity is hidden, so that content must do.</source>
        <translation>隐藏身份的训练物品比例，使模型只能依靠内容。</translation>
    </message>
    <message>
        <source>CLCRec: content against identity</source>
        <translation>CLCRec：内容与身份的对比</translation>
    </message>
    <message>
        <source>Share of the contrast between an item&apos;s content and its identity.</source>
        <translation>物品内容与其身份之间的对比所占比例。</translation>
    </message>
    <message>
        <source>CLCRec: temperature</source>
        <translation>CLCRec：温度</translation>
    </message>
    <message>
        <source>Scale of the similarities in its contrasts.</source>
        <translation>对比中相似度的尺度。</translation>
    </message>
    <message>
        <source>BPR-MF: lock-free threads</source>
        <translation>BPR-MF：无锁线程</translation>
    </message>
    <message>
        <source>Threads update the same tables without waiting. Fast, but no two runs are the same.</source>
        <translation>各线程不等待地更新同一张表。速度快，但任何两次运行都不会相同。</translation>
    </message>
    <message>
        <source>Inference epochs</source>
        <translation>推断轮数</translation>
    </message>
    <message>
        <source>Epochs at the beginning in which only content inference learns. Left out where the method has none.</source>
        <translation>开始时只训练内容推断的轮数。方法不含内容推断时略过。</translation>
    </message>
    <message>
        <source>Preparing epochs</source>
        <translation>准备轮数</translation>
    </message>
    <message>
        <source>Of amr: epochs without the adversary. Of dropoutnet: epochs that learn the factors which it then imitates. Other backbones need none.</source>
        <translation>对 amr：不加对抗扰动的轮数。对 dropoutnet：学习其随后模仿的因子的轮数。其他主干不需要。</translation>
    </message>
    <message>
        <source>Ranking epochs</source>
        <translation>排序轮数</translation>
    </message>
    <message>
        <source>Passes over all training interactions.</source>
        <translation>遍历全部训练交互的次数。</translation>
    </message>
    <message>
        <source>Inference while ranking</source>
        <translation>排序期间的推断</translation>
    </message>
    <message>
        <source>Whether content inference goes on learning while the ranking is learned.</source>
        <translation>学习排序期间，内容推断是否继续学习。</translation>
    </message>
    <message>
        <source>Inference&apos;s share of the rate</source>
        <translation>推断的学习率系数</translation>
    </message>
    <message>
        <source>Factor on the learning rate of the inference layers while ranking is learned.</source>
        <translation>学习排序期间，推断各层学习率的系数。</translation>
    </message>
    <message>
        <source>Recommender</source>
        <translation>推荐器</translation>
    </message>
    <message>
        <source>The recommender that CIERec is put on, or that is trained as it is.</source>
        <translation>CIERec 所基于的推荐器，或按原样训练的推荐器。</translation>
    </message>
    <message>
        <source>The full method, the recommender alone, or a row of the table between them.</source>
        <translation>完整方法、单独的推荐器，或两者之间表格中的一行。</translation>
    </message>
    <message>
        <source>Factors D</source>
        <translation>因子数 D</translation>
    </message>
    <message>
        <source>Size of the vectors of users and items.</source>
        <translation>用户与物品向量的维数。</translation>
    </message>
    <message>
        <source>Unified feature φ</source>
        <translation>统一特征 φ</translation>
    </message>
    <message>
        <source>Size of the representation that inference and recommendation share.</source>
        <translation>推断与推荐共享的表示的维数。</translation>
    </message>
    <message>
        <source>Dropout of φ</source>
        <translation>φ 的 dropout</translation>
    </message>
    <message>
        <source>Share of the unified feature that is blanked in training.</source>
        <translation>训练中被置零的统一特征比例。</translation>
    </message>
    <message>
        <source>How identity, visual and inferred representation become one item. All but late compare it with one vector of the user.</source>
        <translation>身份、视觉与推断表示如何合成一个物品。除 late 外，都与用户的单个向量比较。</translation>
    </message>
    <message>
        <source>Identity of cold items</source>
        <translation>冷启动物品的身份</translation>
    </message>
    <message>
        <source>What stands for the learned vector of an item that training never saw.</source>
        <translation>对训练中从未出现的物品，用什么代替学到的向量。</translation>
    </message>
    <message>
        <source>Weight of generating</source>
        <translation>生成的权重</translation>
    </message>
    <message>
        <source>With generated identities: weight of the distance to the learned ones.</source>
        <translation>身份由内容生成时：与学到的身份之间距离的权重。</translation>
    </message>
    <message>
        <source>Identity dropout</source>
        <translation>身份 dropout</translation>
    </message>
    <message>
        <source>Share of training items that are treated as cold, so that content must do.</source>
        <translation>当作冷启动处理的训练物品比例，使模型只能依靠内容。</translation>
    </message>
    <message>
        <source>Content bias</source>
        <translation>内容偏置</translation>
    </message>
    <message>
        <source>A linear share of the content in the score that is the same for every user.</source>
        <translation>得分中与内容成线性、对每位用户都相同的部分。</translation>
    </message>
    <message>
        <source>Regularisation λ</source>
        <translation>正则化 λ</translation>
    </message>
    <message>
        <source>Weight of the squared lengths of the vectors in each training pair.</source>
        <translation>每个训练对中各向量长度平方的权重。</translation>
    </message>
    <message>
        <source>Content inference (CI)</source>
        <translation>内容推断（CI）</translation>
    </message>
    <message>
        <source>Negative items</source>
        <translation>负样本物品</translation>
    </message>
    <message>
        <source>Of one recommender</source>
        <translation>仅用于个别推荐器</translation>
    </message>
    <message>
        <source>Predict the annotations</source>
        <translation>预测标注</translation>
    </message>
    <message>
        <source>Match their embedding (squared error)</source>
        <translation>匹配其嵌入（平方误差）</translation>
    </message>
    <message>
        <source>Match their embedding (cosine)</source>
        <translation>匹配其嵌入（余弦）</translation>
    </message>
    <message>
        <source>Tell their embedding apart (InfoNCE)</source>
        <translation>区分其嵌入（InfoNCE）</translation>
    </message>
    <message>
        <source>Match their embedding as a distribution (KL)</source>
        <translation>按分布匹配其嵌入（KL）</translation>
    </message>
    <message>
        <source>Rebuild their embedding by diffusion</source>
        <translation>用扩散重建其嵌入</translation>
    </message>
    <message>
        <source>Binary cross-entropy</source>
        <translation>二元交叉熵</translation>
    </message>
    <message>
        <source>Focal</source>
        <translation>Focal</translation>
    </message>
    <message>
        <source>Asymmetric (ASL)</source>
        <translation>非对称（ASL）</translation>
    </message>
    <message>
        <source>Softmax over the terms present</source>
        <translation>对出现的词作 softmax</translation>
    </message>
    <message>
        <source>Hidden layer</source>
        <translation>隐藏层</translation>
    </message>
    <message>
        <source>Terms by their probability</source>
        <translation>按概率加权的词</translation>
    </message>
    <message>
        <source>The most probable terms</source>
        <translation>概率最高的词</translation>
    </message>
    <message>
        <source>Content inference</source>
        <translation>内容推断</translation>
    </message>
    <message>
        <source>What the annotations of training items teach the picture&apos;s representation.</source>
        <translation>训练物品的标注教给图片表示什么。</translation>
    </message>
    <message>
        <source>Inference weight λ_CI</source>
        <translation>推断权重 λ_CI</translation>
    </message>
    <message>
        <source>Weight of the inference loss beside ranking. The loss is a mean over pictures and terms, so its values are small.</source>
        <translation>推断损失相对于排序的权重。该损失是对图片与词的平均，因此数值较小。</translation>
    </message>
    <message>
        <source>Rarest term</source>
        <translation>最少出现次数</translation>
    </message>
    <message>
        <source>Annotations on fewer training items than this are left out of the vocabulary.</source>
        <translation>出现在少于此数的训练物品上的标注不进入词表。</translation>
    </message>
    <message>
        <source>Most terms</source>
        <translation>最多词数</translation>
    </message>
    <message>
        <source>Only this many of the most frequent annotations are kept.</source>
        <translation>只保留这么多最常见的标注。</translation>
    </message>
    <message>
        <source>Use cold items&apos; annotations</source>
        <translation>使用冷启动物品的标注</translation>
    </message>
    <message>
        <source>Train the inference on the annotations of cold items, too. This leaks: its figures are an upper bound, not a result.</source>
        <translation>推断也在冷启动物品的标注上训练。这是信息泄漏：其数值是上界，而非结果。</translation>
    </message>
    <message>
        <source>Items a step</source>
        <translation>每步物品数</translation>
    </message>
    <message>
        <source>Items whose annotations are looked at in each step, drawn at random.</source>
        <translation>每一步查看其标注的物品数，随机抽取。</translation>
    </message>
    <message>
        <source>Inferred dimension d_s</source>
        <translation>推断维数 d_s</translation>
    </message>
    <message>
        <source>Size of the inferred representation.</source>
        <translation>推断表示的维数。</translation>
    </message>
    <message>
        <source>Inference layer</source>
        <translation>推断层</translation>
    </message>
    <message>
        <source>Units of the layer between the unified feature and the inferred representation.</source>
        <translation>统一特征与推断表示之间那一层的单元数。</translation>
    </message>
    <message>
        <source>Inferred representation</source>
        <translation>推断表示</translation>
    </message>
    <message>
        <source>What recommendation gets: the hidden layer, or the embeddings of the terms weighted by their probability.</source>
        <translation>推荐所得到的：隐藏层，或按概率加权的词嵌入。</translation>
    </message>
    <message>
        <source>Terms of top_k</source>
        <translation>top_k 的词数</translation>
    </message>
    <message>
        <source>How many of the most probable terms the representation top_k takes.</source>
        <translation>表示 top_k 取概率最高的多少个词。</translation>
    </message>
    <message>
        <source>Taught by annotations only</source>
        <translation>仅由标注训练</translation>
    </message>
    <message>
        <source>Keep the ranking loss from changing what the inferred representation is.</source>
        <translation>不让排序损失改变推断表示。</translation>
    </message>
    <message>
        <source>Criterion</source>
        <translation>准则</translation>
    </message>
    <message>
        <source>Loss of the head that predicts annotations.</source>
        <translation>预测标注的头部所用的损失。</translation>
    </message>
    <message>
        <source>Match beside predict</source>
        <translation>预测之外的匹配</translation>
    </message>
    <message>
        <source>With predict: weight of the squared distance to the annotations&apos; embedding.</source>
        <translation>用于 predict：与标注嵌入的平方距离的权重。</translation>
    </message>
    <message>
        <source>Prior bias</source>
        <translation>先验偏置</translation>
    </message>
    <message>
        <source>Logit that every term starts with: most terms are absent.</source>
        <translation>每个词的初始 logit：大多数词并不出现。</translation>
    </message>
    <message>
        <source>Weight of present terms</source>
        <translation>出现的词的权重</translation>
    </message>
    <message>
        <source>Factor on the terms that are present, with bce and focal.</source>
        <translation>用于 bce 和 focal：出现的词的系数。</translation>
    </message>
    <message>
        <source>Focal γ</source>
        <translation>Focal γ</translation>
    </message>
    <message>
        <source>How much focal turns away from what is predicted well.</source>
        <translation>focal 对已预测好的内容降低关注的程度。</translation>
    </message>
    <message>
        <source>ASL γ of absent terms</source>
        <translation>ASL 未出现词的 γ</translation>
    </message>
    <message>
        <source>How much asl turns away from absent terms that are predicted well.</source>
        <translation>asl 对已预测好的未出现词降低关注的程度。</translation>
    </message>
    <message>
        <source>ASL margin</source>
        <translation>ASL 余量</translation>
    </message>
    <message>
        <source>Probability of an absent term below which asl does not mind it.</source>
        <translation>未出现词的概率低于此值时，asl 不予计入。</translation>
    </message>
    <message>
        <source>InfoNCE temperature</source>
        <translation>InfoNCE 温度</translation>
    </message>
    <message>
        <source>Scale of the cosine similarities with infonce and match kinds.</source>
        <translation>用于 infonce 和各匹配方式：余弦相似度的尺度。</translation>
    </message>
    <message>
        <source>Noise steps with diffusion.</source>
        <translation>用于 diffusion：加噪步数。</translation>
    </message>
    <message>
        <source>Steps in use S</source>
        <translation>使用时的步数 S</translation>
    </message>
    <message>
        <source>Denoising steps that make the inferred representation with diffusion.</source>
        <translation>用于 diffusion：生成推断表示的去噪步数。</translation>
    </message>
    <message>
        <source>Interactions per optimiser step.</source>
        <translation>每个优化步的交互数。</translation>
    </message>
    <message>
        <source>Step size of ranking. The lineage uses Adagrad with 0.034.</source>
        <translation>排序的步长。原始代码使用 Adagrad 和 0.034。</translation>
    </message>
    <message>
        <source>Of ranking: vectors of users and items, and the layers on their content.</source>
        <translation>用于排序：用户与物品的向量，以及处理其内容的各层。</translation>
    </message>
    <message>
        <source>Weight decay of content</source>
        <translation>内容的权重衰减</translation>
    </message>
    <message>
        <source>Of the layers on the content; vectors of users and items have their own λ.</source>
        <translation>用于处理内容的各层；用户与物品的向量有各自的 λ。</translation>
    </message>
    <message>
        <source>Inference optimiser</source>
        <translation>推断优化器</translation>
    </message>
    <message>
        <source>Of content inference, in its own phase.</source>
        <translation>用于内容推断自己的阶段。</translation>
    </message>
    <message>
        <source>Inference learning rate</source>
        <translation>推断学习率</translation>
    </message>
    <message>
        <source>Step size of content inference, in its own phase.</source>
        <translation>内容推断在其自己阶段中的步长。</translation>
    </message>
    <message>
        <source>Inference weight decay</source>
        <translation>推断权重衰减</translation>
    </message>
    <message>
        <source>Of content inference, in every phase.</source>
        <translation>用于所有阶段中的内容推断。</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>耐心</translation>
    </message>
    <message>
        <source>Validations in a row without a better one after which the run ends; 0 never does.</source>
        <translation>连续多少次验证没有更好结果后结束运行；0 表示从不提前结束。</translation>
    </message>
    <message>
        <source>Which weights evaluation and recommendation use when the run has ended. The best is judged by the sum of cold and warm AUC, never by cold items alone.</source>
        <translation>运行结束后评估与推荐使用哪些权重。最佳按冷启动与热物品 AUC 之和判定，绝不只看冷启动物品。</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>The picture network&apos;s</source>
        <translation>图片网络的</translation>
    </message>
    <message>
        <source>The heads&apos;</source>
        <translation>头部的</translation>
    </message>
    <message>
        <source>Classifiers learn with</source>
        <translation>分类器采用</translation>
    </message>
    <message>
        <source>Whose optimiser and learning rate the linear classifiers get while the picture network learns. With the heads&apos; small steps a bare backbone learns far too slowly to compare with.</source>
        <translation>图片网络学习期间，线性分类器采用谁的优化器和学习率。若用头部的小步长，单独的主干学得太慢，无从比较。</translation>
    </message>
    <message>
        <source>As the lineage trains</source>
        <translation>按原始代码训练</translation>
    </message>
    <message>
        <source>Adagrad, small batches and many epochs, as code of the method&apos;s lineage does; slow.</source>
        <translation>Adagrad、小批量和许多轮次，与该方法谱系的代码相同；较慢。</translation>
    </message>
    <message>
        <source>Edges and colour as features, few epochs: a curve within seconds.</source>
        <translation>以边缘和颜色为特征，轮数少：几秒内即可看到曲线。</translation>
    </message>
    <message>
        <source>Learned patches as features, full training; the settings that validation runs preferred.</source>
        <translation>以学到的图块为特征，完整训练；采用验证运行中表现更好的设置。</translation>
    </message>
    <message>
        <source>interactions</source>
        <translation>条</translation>
    </message>
    <message>
        <source>items</source>
        <translation>个</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>准备</translation>
    </message>
    <message>
        <source>Ranking</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>DVBPR (on features)</source>
        <translation>DVBPR（基于特征）</translation>
    </message>
    <message>
        <source>°</source>
        <translation>°</translation>
    </message>
</context>
<context>
    <name>OptionsForm</name>
    <message>
        <source>Search options</source>
        <translation>搜索选项</translation>
    </message>
    <message>
        <source>All options (%1 more)</source>
        <translation>全部选项（另外 %1 项）</translation>
    </message>
    <message>
        <source>No option matches “%1”.</source>
        <translation>没有选项匹配“%1”。</translation>
    </message>
</context>
<context>
    <name>Panels</name>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Accuracy and losses of the current run and of those it is compared with</source>
        <translation>当前运行及其对比运行的准确率和损失</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Pictures to train on: open, check, look through</source>
        <translation>用于训练的图片：打开、检查、浏览</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>What happened: messages, warnings and phases, in order</source>
        <translation>按顺序显示消息、警告和阶段</translation>
    </message>
    <message>
        <source>Predict</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Try a photo: classes, annotations, nearest training pictures</source>
        <translation>试一张照片：类别、标注、最近的训练图片</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>All runs: open, compare, resume, name and delete them</source>
        <translation>所有运行：打开、比较、恢复、命名和删除</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Choose settings, start a run, pause and stop it</source>
        <translation>选择设置，开始、暂停和停止运行</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Chosen runs side by side: curves, metrics, settings</source>
        <translation>并排比较所选运行：曲线、指标、设置</translation>
    </message>
    <message>
        <source>Embeddings</source>
        <translation>嵌入</translation>
    </message>
    <message>
        <source>Maps of a run's spaces, and the film of how they came about</source>
        <translation>运行各空间的分布图，及其形成过程的影片</translation>
    </message>
    <message>
        <source>Diffusion</source>
        <translation>扩散</translation>
    </message>
    <message>
        <source>Follow a picture through the reverse diffusion, and branch off</source>
        <translation>跟随一张图片走过反向扩散，并从中分支</translation>
    </message>
    <message>
        <source>Recommend</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>Who gets what, why, and who would get something new</source>
        <translation>谁得到什么、为什么，以及谁会得到新物品</translation>
    </message>
    <message>
        <source>Pictures, or users and items, to train on: open, check, look through</source>
        <translation>用于训练的图片或用户与物品：打开、检查、浏览</translation>
    </message>
</context>
<context>
    <name>PredictPanel</name>
    <message>
        <source>Open a picture…</source>
        <translation>打开图片…</translation>
    </message>
    <message>
        <source>Most probable classes</source>
        <translation>最可能的类别</translation>
    </message>
    <message>
        <source>Annotations seen in the picture</source>
        <translation>图片中识别的标注</translation>
    </message>
    <message>
        <source>Nearest training pictures (fused space)</source>
        <translation>最近的训练图片（融合空间）</translation>
    </message>
    <message>
        <source>✓ right   − missed   + not in the picture's own list</source>
        <translation>✓ 正确   − 遗漏   + 不在图片自身的列表中</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Pictures (*.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff);;All files (*)</source>
        <translation>图片 (*.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff);;所有文件 (*)</translation>
    </message>
    <message>
        <source>No run is chosen</source>
        <translation>未选择运行</translation>
    </message>
    <message>
        <source>Train one on the Train page, or open one on the Runs page. Then drop a photo here.</source>
        <translation>在“训练”页训练一个，或在“运行”页打开一个，然后将照片拖到此处。</translation>
    </message>
    <message>
        <source>Drop a photo</source>
        <translation>拖入照片</translation>
    </message>
    <message>
        <source>Or pick a picture in the grid of the Data page: this page follows it. Only the picture is used, never its text.</source>
        <translation>也可以在“数据”页的网格中选择图片，此页会随之更新。只使用图片，从不使用其文本。</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在识别…</translation>
    </message>
    <message>
        <source>Nothing to predict with yet</source>
        <translation>还无法预测</translation>
    </message>
    <message>
        <source>This picture cannot be predicted</source>
        <translation>无法预测此图片</translation>
    </message>
    <message>
        <source>%1, step %2 · %3 ms</source>
        <translation>%1，第 %2 步 · %3 毫秒</translation>
    </message>
    <message>
        <source>✓ that is its label</source>
        <translation>✓ 与其标签一致</translation>
    </message>
    <message>
        <source>✕ its label is %1</source>
        <translation>✕ 其标签为 %1</translation>
    </message>
    <message>
        <source>probability</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>in what the classifier sees (fused)</source>
        <translation>分类器所见（融合）</translation>
    </message>
    <message>
        <source>aligned with the texts (z_v)</source>
        <translation>与文本对齐（z_v）</translation>
    </message>
    <message>
        <source>of the picture network (x_v)</source>
        <translation>图片网络（x_v）</translation>
    </message>
    <message>
        <source>rebuilt by the diffusion (x_CDR)</source>
        <translation>扩散重建（x_CDR）</translation>
    </message>
    <message>
        <source>Nearest training pictures</source>
        <translation>最近的训练图片</translation>
    </message>
    <message>
        <source>The space in which they are nearest</source>
        <translation>衡量远近所用的空间</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>卡片</translation>
    </message>
    <message>
        <source>Confusions</source>
        <translation>混淆</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Robustness lens</source>
        <translation>鲁棒性透镜</translation>
    </message>
</context>
<context>
    <name>Run</name>
    <message>
        <source>starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
</context>
<context>
    <name>RunListModel</name>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Top-1</source>
        <translation>Top-1</translation>
    </message>
    <message>
        <source>Macro-F1</source>
        <translation>宏 F1</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
</context>
<context>
    <name>RunsDetail</name>
    <message>
        <source>Stop it first.</source>
        <translation>请先停止它。</translation>
    </message>
    <message>
        <source>Moves the run's folder to the trash beside the runs.</source>
        <translation>将运行的文件夹移到运行旁边的回收站。</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>All at their defaults</source>
        <translation>全部为默认值</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Makes it the current run: curves and predictions show it.</source>
        <translation>设为当前运行：曲线和预测将显示它。</translation>
    </message>
    <message>
        <source>Resume from the last checkpoint</source>
        <translation>从最后的检查点恢复</translation>
    </message>
    <message>
        <source>Train more epochs</source>
        <translation>再训练若干轮</translation>
    </message>
    <message>
        <source>Goes on where the run ended; its curves continue.</source>
        <translation>从运行结束处继续；曲线随之延续。</translation>
    </message>
    <message>
        <source>Epochs to add</source>
        <translation>要增加的轮数</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>The command line that trains the same run again.</source>
        <translation>可再次训练同一运行的命令行。</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Show again</source>
        <translation>重新显示</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Leaves the run out of the list; nothing is deleted.</source>
        <translation>不在列表中显示此运行；不会删除任何内容。</translation>
    </message>
</context>
<context>
    <name>RunsPanel</name>
    <message>
        <source>End comparison (%1)</source>
        <translation>结束比较（%1）</translation>
    </message>
    <message>
        <source>Runs: %1</source>
        <translation>运行：%1</translation>
    </message>
    <message>
        <source>Delete this run?</source>
        <translation>删除此运行？</translation>
    </message>
    <message>
        <source>“%1” moves to the trash beside the runs. It can be put back from there by hand.</source>
        <translation>“%1”将移到运行旁边的回收站，可手动从那里恢复。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>The run was not deleted</source>
        <translation>运行未删除</translation>
    </message>
    <message>
        <source>The note was not saved</source>
        <translation>备注未保存</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Compare selected</source>
        <translation>比较所选</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Edit note</source>
        <translation>编辑备注</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>No runs yet</source>
        <translation>还没有运行</translation>
    </message>
    <message>
        <source>A run is one training with its settings, curves and checkpoints. Start the first one on the Train page; it stays here for good.</source>
        <translation>一个运行是一次训练及其设置、曲线和检查点。在“训练”页开始第一个，它会一直保留在这里。</translation>
    </message>
    <message>
        <source>Go to Train</source>
        <translation>前往“训练”</translation>
    </message>
    <message>
        <source>Filter runs</source>
        <translation>筛选运行</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Show hidden (%1)</source>
        <translation>显示已隐藏的（%1）</translation>
    </message>
    <message>
        <source>Edit tags</source>
        <translation>编辑标签</translation>
    </message>
    <message>
        <source>Show again</source>
        <translation>重新显示</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Sets the selected runs side by side: curves, metrics, settings (2 to 50).</source>
        <translation>并排比较所选运行：曲线、指标、设置（2 到 50 个）。</translation>
    </message>
</context>
<context>
    <name>ScatterLegend</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search in the legend</source>
        <translation>在图例中搜索</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>图例</translation>
    </message>
    <message>
        <source>Click names to single them out; again to end it.</source>
        <translation>点击名称以突出显示；再次点击取消。</translation>
    </message>
</context>
<context>
    <name>ScatterMap</name>
    <message>
        <source>Map</source>
        <translation>分布图</translation>
    </message>
    <message>
        <source>Dragging or arrow keys move, wheel or + and − zoom, 0 or a double-click shows everything, Shift and arrow keys walk from point to point, Enter chooses, L draws a lasso, Escape clears.</source>
        <translation>拖动或方向键移动，滚轮或 + 与 − 缩放，0 或双击显示全部，Shift 加方向键在点之间移动，Enter 选定，L 画套索，Esc 清除。</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Previous view</source>
        <translation>上一个视图</translation>
    </message>
    <message>
        <source>Next view</source>
        <translation>下一个视图</translation>
    </message>
    <message>
        <source>Draw a lasso</source>
        <translation>画套索</translation>
    </message>
    <message>
        <source>Save map</source>
        <translation>保存分布图</translation>
    </message>
    <message>
        <source>Save as PNG, %1 dpi…</source>
        <translation>保存为 PNG，%1 dpi…</translation>
    </message>
    <message>
        <source>Save as SVG…</source>
        <translation>保存为 SVG…</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>保存为 PDF…</translation>
    </message>
    <message>
        <source>Save points as CSV…</source>
        <translation>将点保存为 CSV…</translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message>
        <source>Engine is starting…</source>
        <translation>引擎正在启动…</translation>
    </message>
    <message>
        <source>Engine is off</source>
        <translation>引擎已关闭</translation>
    </message>
    <message>
        <source>Engine does not run</source>
        <translation>引擎未运行</translation>
    </message>
    <message>
        <source>Starting a run…</source>
        <translation>正在启动运行…</translation>
    </message>
    <message>
        <source>No run</source>
        <translation>无运行</translation>
    </message>
    <message>
        <source>epoch %1/%2</source>
        <translation>第 %1/%2 轮</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>第 %1 步</translation>
    </message>
    <message>
        <source>%1 img/s</source>
        <translation>%1 张/秒</translation>
    </message>
    <message>
        <source>%1 left (%2)</source>
        <translation>剩余 %1（%2）</translation>
    </message>
    <message>
        <source>took %1</source>
        <translation>用时 %1</translation>
    </message>
    <message>
        <source>starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>pausing…</source>
        <translation>正在暂停…</translation>
    </message>
    <message>
        <source>resuming…</source>
        <translation>正在继续…</translation>
    </message>
    <message>
        <source>stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>discarding…</source>
        <translation>正在丢弃…</translation>
    </message>
    <message>
        <source>CPU, 1 thread</source>
        <translation>CPU，1 线程</translation>
    </message>
    <message>
        <source>CPU, %1 threads</source>
        <translation>CPU，%1 线程</translation>
    </message>
    <message>
        <source>%1 interactions/s</source>
        <translation>%1 条交互/秒</translation>
    </message>
</context>
<context>
    <name>Text</name>
    <message>
        <source>%1 to %2</source>
        <translation>%1 到 %2</translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation>至少 %1</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>至多 %1</translation>
    </message>
    <message>
        <source>Range: %1</source>
        <translation>范围：%1</translation>
    </message>
    <message>
        <source>Write a whole number.</source>
        <translation>请输入整数。</translation>
    </message>
    <message>
        <source>Write a number.</source>
        <translation>请输入数字。</translation>
    </message>
    <message>
        <source>Must be %1.</source>
        <translation>必须为 %1。</translation>
    </message>
</context>
<context>
    <name>TextTableView</name>
    <message>
        <source>Copy as CSV</source>
        <translation>复制为 CSV</translation>
    </message>
    <message>
        <source>Copy as LaTeX</source>
        <translation>复制为 LaTeX</translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation>另存为 CSV…</translation>
    </message>
    <message>
        <source>Save as LaTeX…</source>
        <translation>另存为 LaTeX…</translation>
    </message>
    <message>
        <source>Save table</source>
        <translation>保存表格</translation>
    </message>
</context>
<context>
    <name>ThumbnailStore</name>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>the folder %1 cannot be made</source>
        <translation>无法创建文件夹 %1</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>导览</translation>
    </message>
    <message>
        <source>%1 did not show its content</source>
        <translation>%1 没有显示内容</translation>
    </message>
    <message>
        <source>the engine does not run</source>
        <translation>引擎没有运行</translation>
    </message>
    <message>
        <source>%1 cannot be written</source>
        <translation>无法写入 %1</translation>
    </message>
    <message>
        <source>%1 did not show its content: nothing has happened for %2 s</source>
        <translation>%1 没有显示内容:%2 秒内毫无动静</translation>
    </message>
</context>
<context>
    <name>TrainPanel</name>
    <message>
        <source>The training did not start</source>
        <translation>训练未能开始</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Waiting for the engine…</source>
        <translation>正在等待引擎…</translation>
    </message>
    <message>
        <source>No data is chosen yet. Open a folder on the Data page and press “Use this data”.</source>
        <translation>尚未选择数据。请在“数据”页打开文件夹并点击“使用此数据”。</translation>
    </message>
    <message>
        <source>Options that need a look, marked above: %1</source>
        <translation>需要检查的选项（已在上方标出）：%1</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>开始训练</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Pausing…</source>
        <translation>正在暂停…</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Resuming…</source>
        <translation>正在继续…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Discarding…</source>
        <translation>正在丢弃…</translation>
    </message>
    <message>
        <source>Changes here apply to the next run.</source>
        <translation>此处的更改用于下一次运行。</translation>
    </message>
    <message>
        <source>%1 · %2 pictures for training</source>
        <translation>%1 · %2 张训练图片</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Settings to begin with. Choosing one sets every option.</source>
        <translation>起始设置。选择一个会设置所有选项。</translation>
    </message>
    <message>
        <source>Stop and save</source>
        <translation>停止并保存</translation>
    </message>
    <message>
        <source>Ends the run after this step and keeps what it has learned (Shift+F5)</source>
        <translation>在本步之后结束运行并保留已学内容（Shift+F5）</translation>
    </message>
    <message>
        <source>Ends the run and removes it (Ctrl+Shift+F5)</source>
        <translation>结束并删除运行（Ctrl+Shift+F5）</translation>
    </message>
    <message>
        <source>Starts, pauses and resumes the training (F5)</source>
        <translation>开始、暂停和继续训练（F5）</translation>
    </message>
    <message>
        <source>The same on the command line</source>
        <translation>等价的命令行</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>%1 · %2 interactions for training</source>
        <translation>%1 · %2 条训练交互</translation>
    </message>
</context>
<context>
    <name>marcie::ui::CurvesPanel</name>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>classes, fused</source>
        <translation>类别（融合）</translation>
    </message>
    <message>
        <source>classes, pictures</source>
        <translation>类别（图片）</translation>
    </message>
    <message>
        <source>classes, text</source>
        <translation>类别（文本）</translation>
    </message>
    <message>
        <source>alignment (EMA)</source>
        <translation>对齐（EMA）</translation>
    </message>
    <message>
        <source>reconstruction (CDR)</source>
        <translation>重建（CDR）</translation>
    </message>
    <message>
        <source>classes, CDR</source>
        <translation>类别（CDR）</translation>
    </message>
    <message>
        <source>annotations</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Top-1 accuracy</source>
        <translation>Top-1 准确率</translation>
    </message>
    <message>
        <source>Top-5 accuracy</source>
        <translation>Top-5 准确率</translation>
    </message>
    <message>
        <source>Macro-F1</source>
        <translation>宏 F1</translation>
    </message>
    <message>
        <source>Picture → text, R@1</source>
        <translation>图片 → 文本，R@1</translation>
    </message>
    <message>
        <source>Picture → text, R@5</source>
        <translation>图片 → 文本，R@5</translation>
    </message>
    <message>
        <source>Text → picture, R@1</source>
        <translation>文本 → 图片，R@1</translation>
    </message>
    <message>
        <source>Text → picture, R@5</source>
        <translation>文本 → 图片，R@5</translation>
    </message>
    <message>
        <source>Cosine of matched pairs</source>
        <translation>匹配对的余弦</translation>
    </message>
    <message>
        <source>Cosine of mismatched pairs</source>
        <translation>不匹配对的余弦</translation>
    </message>
    <message>
        <source>Modality gap</source>
        <translation>模态间隙</translation>
    </message>
    <message>
        <source>Top-1 on the training path</source>
        <translation>训练路径上的 Top-1</translation>
    </message>
    <message>
        <source>Top-1 on sampled x_CDR</source>
        <translation>采样 x_CDR 上的 Top-1</translation>
    </message>
    <message>
        <source>Annotations, AUC</source>
        <translation>标注，AUC</translation>
    </message>
    <message>
        <source>Annotations, F1</source>
        <translation>标注，F1</translation>
    </message>
    <message>
        <source>Cold items, AUC</source>
        <translation>冷启动物品，AUC</translation>
    </message>
    <message>
        <source>Warm items, AUC</source>
        <translation>热物品，AUC</translation>
    </message>
    <message>
        <source>All items, AUC</source>
        <translation>全部物品，AUC</translation>
    </message>
    <message>
        <source>Cold + warm AUC</source>
        <translation>冷 + 热 AUC</translation>
    </message>
    <message>
        <source>Cold items, recall@20</source>
        <translation>冷启动物品，召回率@20</translation>
    </message>
    <message>
        <source>Cold items, NDCG@20</source>
        <translation>冷启动物品，NDCG@20</translation>
    </message>
    <message>
        <source>Warm items, recall@20</source>
        <translation>热物品，召回率@20</translation>
    </message>
    <message>
        <source>Warm items, NDCG@20</source>
        <translation>热物品，NDCG@20</translation>
    </message>
    <message>
        <source>All items, recall@20</source>
        <translation>全部物品，召回率@20</translation>
    </message>
    <message>
        <source>All items, NDCG@20</source>
        <translation>全部物品，NDCG@20</translation>
    </message>
    <message>
        <source>ranking (BPR)</source>
        <translation>排序（BPR）</translation>
    </message>
    <message>
        <source>length of vectors</source>
        <translation>向量长度</translation>
    </message>
    <message>
        <source>content inference (CI)</source>
        <translation>内容推断（CI）</translation>
    </message>
    <message>
        <source>generated identities</source>
        <translation>生成的身份向量</translation>
    </message>
</context>
<context>
    <name>marcie::ui::DataPreview</name>
    <message>
        <source>Missing files</source>
        <translation>缺失的文件</translation>
    </message>
    <message>
        <source>Damaged pictures</source>
        <translation>损坏的图片</translation>
    </message>
    <message>
        <source>Not a picture</source>
        <translation>不是图片</translation>
    </message>
    <message>
        <source>Too large</source>
        <translation>过大</translation>
    </message>
    <message>
        <source>Unknown class</source>
        <translation>未知类别</translation>
    </message>
    <message>
        <source>Without annotation</source>
        <translation>没有标注</translation>
    </message>
    <message>
        <source>Text encoding</source>
        <translation>文本编码</translation>
    </message>
    <message>
        <source>Rows that cannot be read</source>
        <translation>无法读取的行</translation>
    </message>
</context>
<context>
    <name>ConfusionPage</name>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>as in the data</source>
        <translation>按数据顺序</translation>
    </message>
    <message>
        <source>by name</source>
        <translation>按名称</translation>
    </message>
    <message>
        <source>worst first</source>
        <translation>最差在前</translation>
    </message>
    <message>
        <source>alike side by side</source>
        <translation>易混类别相邻</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>counts</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>share of the label</source>
        <translation>占标签的比例</translation>
    </message>
    <message>
        <source>share of the prediction</source>
        <translation>占预测的比例</translation>
    </message>
    <message>
        <source>Difference with</source>
        <translation>与之比较</translation>
    </message>
    <message>
        <source>no other run</source>
        <translation>不比较</translation>
    </message>
    <message>
        <source>label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>prediction</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>%1 gained, %2 lost, %3 wrong in another way; positive numbers: this run says so more often</source>
        <translation>新增正确 %1，丢失 %2，另有 %3 张以别的方式出错；正数表示本次运行更常这样判断</translation>
    </message>
    <message>
        <source>Gained: %1</source>
        <translation>新增: %1</translation>
    </message>
    <message>
        <source>Lost: %1</source>
        <translation>丢失: %1</translation>
    </message>
    <message>
        <source>Click a cell for its pictures.</source>
        <translation>点击单元格查看其中的图片。</translation>
    </message>
    <message>
        <source>%1 taken for %2: %3%4</source>
        <translation>%1 被认作 %2：%3%4</translation>
    </message>
    <message>
        <source>%1 taken for %2: %3 of %4</source>
        <translation>%1 被认作 %2：%3 / %4</translation>
    </message>
    <message>
        <source>%1, recognised: %2 picture(s)</source>
        <translation>%1，识别正确：%2 张图片</translation>
    </message>
    <message>
        <source>%1 taken for %2: %3 picture(s)</source>
        <translation>%1 被认作 %2：%3 张图片</translation>
    </message>
    <message>
        <source>Recognised by this run alone</source>
        <translation>只有本次运行识别正确</translation>
    </message>
    <message>
        <source>Recognised by the other run alone</source>
        <translation>只有另一次运行识别正确</translation>
    </message>
</context>
<context>
    <name>DiffusionBranchForm</name>
    <message>
        <source>Branch at t = %1</source>
        <translation>在 t = %1 处分支</translation>
    </message>
    <message>
        <source>Walk from the start</source>
        <translation>从头开始走一遍</translation>
    </message>
    <message>
        <source>What you change here holds from this state on. Another seed draws the state anew.</source>
        <translation>此处的改动从这个状态起生效。换一个种子会重新抽取该状态。</translation>
    </message>
    <message>
        <source>The same settings always give the same walk.</source>
        <translation>相同的设置总是得到相同的过程。</translation>
    </message>
    <message>
        <source>Noise seed</source>
        <translation>噪声种子</translation>
    </message>
    <message>
        <source>Remaining steps</source>
        <translation>剩余步数</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Noise η</source>
        <translation>噪声 η</translation>
    </message>
    <message>
        <source>0 is deterministic (DDIM), 1 adds as much noise in each step as DDPM.</source>
        <translation>0 为确定性（DDIM），1 每步加入与 DDPM 相同的噪声。</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>引导</translation>
    </message>
    <message>
        <source>How much more than it learned the walk follows its condition; 0 is off.</source>
        <translation>过程比训练时更强地遵循条件的程度；0 为关闭。</translation>
    </message>
    <message>
        <source>This run cannot be guided: it was trained without dropped conditions (model.cdr.dropCondition).</source>
        <translation>此运行不能引导：训练时没有丢弃条件（model.cdr.dropCondition）。</translation>
    </message>
    <message>
        <source>Condition</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>The picture whose embedding guides the walk</source>
        <translation>用其嵌入引导过程的图片</translation>
    </message>
    <message>
        <source>Selected picture</source>
        <translation>所选图片</translation>
    </message>
    <message>
        <source>Take the picture that is selected on the Data page as the condition</source>
        <translation>以“数据”页上所选的图片为条件</translation>
    </message>
    <message>
        <source>Branch</source>
        <translation>分支</translation>
    </message>
    <message>
        <source>Walk</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The picture itself</source>
        <translation>图片本身</translation>
    </message>
    <message>
        <source>Picture that guides</source>
        <translation>用于引导的图片</translation>
    </message>
    <message>
        <source>Pictures (*.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff);;All files (*)</source>
        <translation>图片 (*.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff);;所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>DiffusionPanel</name>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Pictures (*.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff);;All files (*)</source>
        <translation>图片 (*.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff);;所有文件 (*)</translation>
    </message>
    <message>
        <source>No run is chosen</source>
        <translation>尚未选择运行</translation>
    </message>
    <message>
        <source>Train one with diffusion (the variants full and cdr) on the Train page, or open one on the Runs page.</source>
        <translation>请在“训练”页训练一个带扩散的运行（变体 full 和 cdr），或在“运行”页打开一个。</translation>
    </message>
    <message>
        <source>Drop a photo</source>
        <translation>拖入一张照片</translation>
    </message>
    <message>
        <source>Or pick a picture in the grid of the Data page: this page follows it, from noise to what the diffusion makes of it.</source>
        <translation>或在“数据”页的网格中选一张图片：本页会跟随它，从噪声直到扩散的结果。</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查看…</translation>
    </message>
    <message>
        <source>No diffusion to look at</source>
        <translation>没有可看的扩散</translation>
    </message>
    <message>
        <source>The diffusion cannot be looked at</source>
        <translation>无法查看扩散</translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>暂停（空格）</translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation>播放（空格）</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1 步</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>种子 %1</translation>
    </message>
    <message>
        <source>η %1</source>
        <translation>η %1</translation>
    </message>
    <message>
        <source>guidance %1</source>
        <translation>引导 %1</translation>
    </message>
    <message>
        <source>condition %1</source>
        <translation>条件 %1</translation>
    </message>
    <message>
        <source>nothing changed</source>
        <translation>未作改动</translation>
    </message>
    <message>
        <source>from t = %1</source>
        <translation>从 t = %1 起</translation>
    </message>
    <message>
        <source>from step %1</source>
        <translation>从第 %1 步起</translation>
    </message>
    <message>
        <source>Open a picture…</source>
        <translation>打开图片…</translation>
    </message>
    <message>
        <source>Add a picture…</source>
        <translation>添加图片…</translation>
    </message>
    <message>
        <source>Show another picture&apos;s walk below this one</source>
        <translation>在下方显示另一张图片的过程</translation>
    </message>
    <message>
        <source>Other settings…</source>
        <translation>其他设置…</translation>
    </message>
    <message>
        <source>Walk again from the start with another seed, η, guidance, condition or number of steps</source>
        <translation>以另外的种子、η、引导、条件或步数从头再走一遍</translation>
    </message>
    <message>
        <source>Branch here…</source>
        <translation>在此分支…</translation>
    </message>
    <message>
        <source>Go on from this state with something changed (B)</source>
        <translation>从此状态起改变某些设置后继续（B）</translation>
    </message>
    <message>
        <source>Previews</source>
        <translation>预览数</translation>
    </message>
    <message>
        <source>Classes by</source>
        <translation>类别依据</translation>
    </message>
    <message>
        <source>whole model</source>
        <translation>整个模型</translation>
    </message>
    <message>
        <source>x̂₀ alone</source>
        <translation>仅 x̂₀</translation>
    </message>
    <message>
        <source>The whole model also sees the picture&apos;s own embedding; the classifier on x̂₀ alone does not.</source>
        <translation>整个模型还会看到图片自己的嵌入；仅基于 x̂₀ 的分类器看不到。</translation>
    </message>
    <message>
        <source>First step (Home)</source>
        <translation>第一步（Home）</translation>
    </message>
    <message>
        <source>One step back (←)</source>
        <translation>后退一步（←）</translation>
    </message>
    <message>
        <source>One step on (→)</source>
        <translation>前进一步（→）</translation>
    </message>
    <message>
        <source>Last step (End)</source>
        <translation>最后一步（End）</translation>
    </message>
    <message>
        <source>Reverse step</source>
        <translation>反向步</translation>
    </message>
    <message>
        <source>In use, the run says &lt;b&gt;%1&lt;/b&gt;</source>
        <translation>使用时，运行的判断是 &lt;b&gt;%1&lt;/b&gt;</translation>
    </message>
    <message>
        <source>✓ that is its label</source>
        <translation>✓ 与标签一致</translation>
    </message>
    <message>
        <source>✕ its label is %1</source>
        <translation>✕ 其标签是 %1</translation>
    </message>
    <message>
        <source>Checkpoint of step %1 · mode %2 · target %3 · predicts %4 · T = %5 · in use %6 step(s)</source>
        <translation>第 %1 步的检查点 · 模式 %2 · 目标 %3 · 预测 %4 · T = %5 · 使用时 %6 步</translation>
    </message>
    <message>
        <source>In use, x_CDR is the mean of %1 draws; a walk shows one of them.</source>
        <translation>使用时 x_CDR 是 %1 次抽样的平均；这里显示其中一次。</translation>
    </message>
    <message>
        <source>Take this walk and its branches away</source>
        <translation>移除此过程及其分支</translation>
    </message>
    <message>
        <source>Walking…</source>
        <translation>正在计算…</translation>
    </message>
    <message>
        <source>step %1 of %2 · t = %3</source>
        <translation>第 %1 / %2 步 · t = %3</translation>
    </message>
</context>
<context>
    <name>DiffusionPlots</name>
    <message>
        <source>Distances</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>Noise schedule</source>
        <translation>噪声调度</translation>
    </message>
    <message>
        <source>t</source>
        <translation>t</translation>
    </message>
    <message>
        <source>distance (RMS)</source>
        <translation>距离（均方根）</translation>
    </message>
    <message>
        <source>No target to measure to</source>
        <translation>没有可比较的目标</translation>
    </message>
    <message>
        <source>No map: this run&apos;s diffusion has no targets</source>
        <translation>没有地图：此运行的扩散没有目标</translation>
    </message>
    <message>
        <source>Map of the diffusion&apos;s space</source>
        <translation>扩散空间的地图</translation>
    </message>
    <message>
        <source>place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>⚠ Noise schedule</source>
        <translation>⚠ 噪声调度</translation>
    </message>
    <message>
        <source>ᾱ: signal that is left</source>
        <translation>ᾱ：剩余的信号</translation>
    </message>
    <message>
        <source>β: noise of a step</source>
        <translation>β：每步的噪声</translation>
    </message>
    <message>
        <source>SNR = ᾱ / (1 − ᾱ)</source>
        <translation>SNR = ᾱ / (1 − ᾱ)</translation>
    </message>
    <message>
        <source>x̂₀ to %1</source>
        <translation>x̂₀ 到 %1</translation>
    </message>
    <message>
        <source>x_t to %1</source>
        <translation>x_t 到 %1</translation>
    </message>
    <message>
        <source>x̂₀ to its text</source>
        <translation>x̂₀ 到自己的文本</translation>
    </message>
    <message>
        <source>x̂₀ to %1 (predicted)</source>
        <translation>x̂₀ 到 %1（预测）</translation>
    </message>
    <message>
        <source>t = %1</source>
        <translation>t = %1</translation>
    </message>
    <message>
        <source>Plane of the class prototypes (PCA, %1 of their variance)</source>
        <translation>类别原型的平面（PCA，占其方差的 %1）</translation>
    </message>
</context>
<context>
    <name>FigureExport</name>
    <message>
        <source>Save figure</source>
        <translation>保存图形</translation>
    </message>
    <message>
        <source>Save as PNG, %1 dpi…</source>
        <translation>另存为 PNG，%1 dpi…</translation>
    </message>
    <message>
        <source>Save as SVG…</source>
        <translation>另存为 SVG…</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>另存为 PDF…</translation>
    </message>
    <message>
        <source>Save values as CSV…</source>
        <translation>将数值另存为 CSV…</translation>
    </message>
</context>
<context>
    <name>Heads</name>
    <message>
        <source>backbone</source>
        <translation>骨干网络</translation>
    </message>
    <message>
        <source>+ alignment (EMA)</source>
        <translation>+ 对齐（EMA）</translation>
    </message>
    <message>
        <source>+ diffusion (CDR)</source>
        <translation>+ 扩散（CDR）</translation>
    </message>
    <message>
        <source>whole model</source>
        <translation>整个模型</translation>
    </message>
</context>
<context>
    <name>HeatMap</name>
    <message>
        <source>Show everything</source>
        <translation>显示全部</translation>
    </message>
</context>
<context>
    <name>LensPage</name>
    <message>
        <source>%1 of %2 damaged pictures</source>
        <translation>%1 / %2 张受损图片</translation>
    </message>
    <message>
        <source>No run is chosen</source>
        <translation>尚未选择运行</translation>
    </message>
    <message>
        <source>Train one on the Train page, or open one on the Runs page.</source>
        <translation>请在“训练”页训练一个，或在“运行”页打开一个。</translation>
    </message>
    <message>
        <source>No picture is chosen</source>
        <translation>尚未选择图片</translation>
    </message>
    <message>
        <source>Drop a photo on the card, or pick one in the grid of the Data page; then damage it here.</source>
        <translation>将照片拖到卡片上，或在“数据”页的网格中选一张；然后在这里损坏它。</translation>
    </message>
    <message>
        <source>undamaged</source>
        <translation>未受损</translation>
    </message>
    <message>
        <source>%1 of 5</source>
        <translation>%1 / 5</translation>
    </message>
    <message>
        <source>severity %1</source>
        <translation>程度 %1</translation>
    </message>
    <message>
        <source>Robustness could not be measured</source>
        <translation>无法测量鲁棒性</translation>
    </message>
    <message>
        <source>The lens sees nothing</source>
        <translation>透镜看不到内容</translation>
    </message>
    <message>
        <source>Reconstruction: %1 from that of the undamaged picture</source>
        <translation>重建：与未受损图片的重建相距 %1</translation>
    </message>
    <message>
        <source>%1 from its class %2</source>
        <translation>与其类别 %2 相距 %1</translation>
    </message>
    <message>
        <source>%1 from %2 (predicted)</source>
        <translation>与 %2（预测）相距 %1</translation>
    </message>
    <message>
        <source>%1 from its own text</source>
        <translation>与自己的文本相距 %1</translation>
    </message>
    <message>
        <source>%1, checkpoint of step %2 · %3 ms</source>
        <translation>%1，第 %2 步的检查点 · %3 ms</translation>
    </message>
    <message>
        <source>severity 0 to 5</source>
        <translation>程度 0 到 5</translation>
    </message>
    <message>
        <source>Damage</source>
        <translation>损坏</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>程度</translation>
    </message>
    <message>
        <source>0 (undamaged) to 5; arrow keys move by 0.1, Page Up and Page Down by 1</source>
        <translation>0（未损坏）到 5；方向键每次移动 0.1，Page Up 和 Page Down 每次移动 1</translation>
    </message>
    <message>
        <source>Damaged picture</source>
        <translation>受损的图片</translation>
    </message>
    <message>
        <source>No map: this run has no diffusion with targets</source>
        <translation>没有地图：此运行没有带目标的扩散</translation>
    </message>
    <message>
        <source>Map of the reconstruction</source>
        <translation>重建的地图</translation>
    </message>
    <message>
        <source>severity</source>
        <translation>程度</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Nothing has been measured on damaged pictures yet</source>
        <translation>尚未在受损图片上测量</translation>
    </message>
    <message>
        <source>Stop measuring</source>
        <translation>停止测量</translation>
    </message>
    <message>
        <source>Measure what is missing</source>
        <translation>测量缺少的部分</translation>
    </message>
    <message>
        <source>Measure the test pictures</source>
        <translation>测量测试图片</translation>
    </message>
    <message>
        <source>Asks the run about every test picture with every damage at every severity; what is measured is kept (marcie-cli robustness RUN)</source>
        <translation>对每张测试图片以每种损坏、每个程度询问运行；测量结果会保留（marcie-cli robustness RUN）</translation>
    </message>
    <message>
        <source>How much worse the run gets over the whole split is not known yet.</source>
        <translation>整个划分上运行会变差多少尚不清楚。</translation>
    </message>
    <message>
        <source>%1 test pictures: %2 undamaged, %3 damaged (mean of %4 kinds)</source>
        <translation>%1 张测试图片：未受损 %2，受损 %3（%4 种的平均）</translation>
    </message>
    <message>
        <source> · measured with an older checkpoint</source>
        <translation> · 用较旧的检查点测量</translation>
    </message>
    <message>
        <source>mean of all damage</source>
        <translation>所有损坏的平均</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Undamaged</source>
        <translation>未受损</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>受损</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>下降</translation>
    </message>
</context>
<context>
    <name>PredictCloser</name>
    <message>
        <source>What its parts say</source>
        <translation>各部分的判断</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>What would change its mind?</source>
        <translation>什么会改变它的判断？</translation>
    </message>
    <message>
        <source>Looks for the smallest square that changes the prediction when it is covered</source>
        <translation>寻找遮住后会改变预测的最小方块</translation>
    </message>
    <message>
        <source>Covering one place after the other…</source>
        <translation>正在逐处遮挡…</translation>
    </message>
    <message>
        <source>No square of up to %1 of what it sees does (%2 tried).</source>
        <translation>不超过其所见 %1 的方块都不会（尝试了 %2 个）。</translation>
    </message>
    <message>
        <source>Covering the marked %1 of what it sees turns it into %2 (%3); %4 squares tried.</source>
        <translation>遮住其所见中标出的 %1 会使判断变为 %2（%3）；尝试了 %4 个方块。</translation>
    </message>
</context>
<context>
    <name>ReverseStrip</name>
    <message>
        <source>Whole model:
%1
x̂₀ alone:
%2
Annotations:
%3</source>
        <translation>整个模型：
%1
仅 x̂₀：
%2
标注：
%3</translation>
    </message>
</context>
<context>
    <name>SamplesPage</name>
    <message>
        <source>%1 shown</source>
        <translation>显示 %1</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>every picture</source>
        <translation>所有图片</translation>
    </message>
    <message>
        <source>wrong ones</source>
        <translation>判断错误的</translation>
    </message>
    <message>
        <source>likely label errors</source>
        <translation>可能的标签错误</translation>
    </message>
    <message>
        <source>A label is doubtful when the run is at least as sure of another class as it usually is of that class&apos;s own pictures.</source>
        <translation>当运行对另一类别的把握不低于它对该类别自身图片的通常把握时，标签可疑。</translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation>另存为 CSV…</translation>
    </message>
    <message>
        <source>Predict a folder…</source>
        <translation>预测文件夹…</translation>
    </message>
    <message>
        <source>Every picture of a folder as a table (marcie-cli predict RUN FOLDER --csv FILE)</source>
        <translation>文件夹中的每张图片写成表格（marcie-cli predict RUN FOLDER --csv FILE）</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Sure</source>
        <translation>把握</translation>
    </message>
    <message>
        <source>Of its label</source>
        <translation>对其标签</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Doubtful</source>
        <translation>可疑</translation>
    </message>
    <message>
        <source>confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>share that is right</source>
        <translation>正确的比例</translation>
    </message>
    <message>
        <source>Pictures of the split</source>
        <translation>该划分的图片</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>校准</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>as sure as right</source>
        <translation>把握与正确率一致</translation>
    </message>
    <message>
        <source>this run</source>
        <translation>本次运行</translation>
    </message>
    <message>
        <source>share of the pictures</source>
        <translation>图片的比例</translation>
    </message>
    <message>
        <source>%1 right at a mean confidence of %2. Expected calibration error (ECE, 15 bins): %3 points, largest gap %4.</source>
        <translation>正确率 %1，平均置信度 %2。期望校准误差（ECE，15 个区间）：%3 个百分点，最大差距 %4。</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片数</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精确率</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>Mean loss</source>
        <translation>平均损失</translation>
    </message>
    <message>
        <source>Save the table</source>
        <translation>保存表格</translation>
    </message>
    <message>
        <source>Folder of pictures</source>
        <translation>图片文件夹</translation>
    </message>
    <message>
        <source>Save the predictions</source>
        <translation>保存预测</translation>
    </message>
    <message>
        <source>The folder could not be predicted</source>
        <translation>无法预测该文件夹</translation>
    </message>
    <message>
        <source>%1 pictures, %2 of them unreadable: %3</source>
        <translation>%1 张图片，其中 %2 张无法读取：%3</translation>
    </message>
</context>
<context>
    <name>SplitPage</name>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Ask about every picture</source>
        <translation>询问每张图片</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Asking the run…</source>
        <translation>正在询问运行…</translation>
    </message>
    <message>
        <source>%1 pictures · checkpoint of step %2</source>
        <translation>%1 张图片 · 第 %2 步的检查点</translation>
    </message>
    <message>
        <source>No run is chosen</source>
        <translation>尚未选择运行</translation>
    </message>
    <message>
        <source>Train one on the Train page, or open one on the Runs page.</source>
        <translation>请在“训练”页训练一个，或在“运行”页打开一个。</translation>
    </message>
    <message>
        <source>The run could not be asked</source>
        <translation>无法询问运行</translation>
    </message>
    <message>
        <source>Where does it err?</source>
        <translation>它在哪里出错？</translation>
    </message>
    <message>
        <source>The run is asked about every picture of the split, once for each checkpoint. Only pictures go in, never their texts.</source>
        <translation>对划分中的每张图片询问运行，每个检查点一次。只输入图片，从不输入其文本。</translation>
    </message>
</context>
<context>
    <name>ItemGrid</name>
    <message>
        <source>Cold: nobody has chosen it in training</source>
        <translation>冷启动：训练中无人选择过它</translation>
    </message>
    <message>
        <source>Chosen later by this user</source>
        <translation>该用户后来选择了它</translation>
    </message>
    <message>
        <source>✓ chosen</source>
        <translation>✓ 已选</translation>
    </message>
    <message>
        <source>cold</source>
        <translation>冷</translation>
    </message>
</context>
<context>
    <name>RecommendPanel</name>
    <message>
        <source>No recommender is chosen</source>
        <translation>尚未选择推荐器</translation>
    </message>
    <message>
        <source>Open a run of the task cierec on the Runs page, or train one: marcie-cli train --task cierec --data FOLDER --out RUN. The folder holds items.csv and interactions.csv.</source>
        <translation>请在“运行”页打开一个 cierec 任务的运行，或训练一个：marcie-cli train --task cierec --data 文件夹 --out 运行。文件夹中应有 items.csv 和 interactions.csv。</translation>
    </message>
    <message>
        <source>Loading the recommender…</source>
        <translation>正在载入推荐器…</translation>
    </message>
    <message>
        <source>This run does not recommend</source>
        <translation>此运行不做推荐</translation>
    </message>
    <message>
        <source>Nothing to recommend with yet</source>
        <translation>还没有可用于推荐的模型</translation>
    </message>
    <message>
        <source>The recommender cannot be opened</source>
        <translation>无法打开推荐器</translation>
    </message>
    <message>
        <source>The recommender did not answer</source>
        <translation>推荐器没有回应</translation>
    </message>
    <message>
        <source>Go to Runs</source>
        <translation>转到“运行”</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>物品</translation>
    </message>
    <message>
        <source>New item</source>
        <translation>新物品</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>%1, step %2  ·  %3 users, %4 items, %5 of them cold</source>
        <translation>%1，第 %2 步  ·  %3 个用户，%4 个物品，其中 %5 个为冷启动</translation>
    </message>
    <message>
        <source>Open the run of a recommender on the Runs page, or train one: drop a folder with items.csv and interactions.csv on the Data page, use it, and start on the Train page.</source>
        <translation>请在“运行”页打开一个推荐器的运行，或训练一个：把含有 items.csv 和 interactions.csv 的文件夹拖放到“数据”页并使用它，然后在“训练”页开始。</translation>
    </message>
</context>
<context>
    <name>RecommendUsers</name>
    <message>
        <source>%1  ·  %2 chosen</source>
        <translation>%1  ·  已选 %2 个</translation>
    </message>
    <message>
        <source>Choose a user</source>
        <translation>请选择用户</translation>
    </message>
    <message>
        <source>User %1</source>
        <translation>用户 %1</translation>
    </message>
    <message>
        <source>%1 items chosen in training, newest first. Click one to forget it.</source>
        <translation>训练中选择过 %1 个物品，最新的在前。点击可将其忘记。</translation>
    </message>
    <message>
        <source>%1 of %2 items forgotten; the user is fitted again on the others.</source>
        <translation>已忘记 %2 个物品中的 %1 个；用户按其余物品重新拟合。</translation>
    </message>
    <message>
        <source>%1.  score %2</source>
        <translation>%1.  得分 %2</translation>
    </message>
    <message>
        <source>%1.  was %2</source>
        <translation>%1.  原为 %2</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Click a recommended item to see what its score is made of.</source>
        <translation>点击一个推荐物品，查看其得分的构成。</translation>
    </message>
    <message>
        <source>What others chose</source>
        <translation>他人的选择</translation>
    </message>
    <message>
        <source>What it looks like</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>What it seems to mean</source>
        <translation>推断的含义</translation>
    </message>
    <message>
        <source>Popularity</source>
        <translation>流行度</translation>
    </message>
    <message>
        <source>share of the score</source>
        <translation>占得分的份额</translation>
    </message>
    <message>
        <source>Place %1 among all items the user does not know.</source>
        <translation>在该用户未知的全部物品中排第 %1。</translation>
    </message>
    <message>
        <source>Place %1 among those nobody has chosen yet.</source>
        <translation>在尚无人选择的物品中排第 %1。</translation>
    </message>
    <message>
        <source>Without “%1” it would not be in the list.</source>
        <translation>若没有“%1”，它就不会进入列表。</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>chosen alike</source>
        <translation>选择相似</translation>
    </message>
    <message>
        <source>looks alike</source>
        <translation>外观相似</translation>
    </message>
    <message>
        <source>means alike</source>
        <translation>含义相似</translation>
    </message>
    <message>
        <source>Search users</source>
        <translation>搜索用户</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>What the user chose</source>
        <translation>该用户的选择</translation>
    </message>
    <message>
        <source>Recommended items</source>
        <translation>推荐的物品</translation>
    </message>
    <message>
        <source>Nearest items of the history</source>
        <translation>历史中最相近的物品</translation>
    </message>
    <message>
        <source>Remember all</source>
        <translation>全部恢复</translation>
    </message>
    <message>
        <source>Recommended</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>Among all items</source>
        <translation>全部物品中</translation>
    </message>
    <message>
        <source>Items nobody has chosen yet</source>
        <translation>尚无人选择的物品</translation>
    </message>
    <message>
        <source>Which items compete</source>
        <translation>参与排序的物品</translation>
    </message>
    <message>
        <source>Cold items hardly reach the top among all items; they have a list of their own.</source>
        <translation>冷启动物品很难在全部物品中排到前列，因此有单独的列表。</translation>
    </message>
    <message>
        <source>Inferred annotations that carry the score</source>
        <translation>支撑得分的推断标注</translation>
    </message>
    <message>
        <source>Nearest in the user&apos;s history</source>
        <translation>用户历史中最相近的</translation>
    </message>
</context>
<context>
    <name>RecommendItems</name>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>名次</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>已选</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>%1  · cold</source>
        <translation>%1  · 冷</translation>
    </message>
    <message>
        <source>Choose an item</source>
        <translation>请选择物品</translation>
    </message>
    <message>
        <source>Its receivers, what its picture seems to mean and its neighbours appear here.</source>
        <translation>这里将显示会收到它的用户、图片推断的含义及其邻近物品。</translation>
    </message>
    <message>
        <source>Nobody has chosen it in training. It competes with %1 items like that.</source>
        <translation>训练中无人选择过它。它与 %1 个同类物品竞争。</translation>
    </message>
    <message>
        <source>Chosen by %1 users in training; it competes with %2 items that somebody has chosen.</source>
        <translation>训练中有 %1 个用户选择过它；它与 %2 个有人选择过的物品竞争。</translation>
    </message>
    <message>
        <source>Search items</source>
        <translation>搜索物品</translation>
    </message>
    <message>
        <source>Cold items only</source>
        <translation>仅冷启动物品</translation>
    </message>
    <message>
        <source>Items that nobody has chosen in training</source>
        <translation>训练中无人选择过的物品</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>物品</translation>
    </message>
    <message>
        <source>What the picture seems to mean</source>
        <translation>图片推断的含义</translation>
    </message>
    <message>
        <source>✓ right   − missed   + not in the item&apos;s own list</source>
        <translation>✓ 正确   − 遗漏   + 不在物品自己的列表中</translation>
    </message>
    <message>
        <source>Chosen by the same people</source>
        <translation>被相同的人选择</translation>
    </message>
    <message>
        <source>Look alike</source>
        <translation>外观相似</translation>
    </message>
    <message>
        <source>Seem to mean the same</source>
        <translation>推断含义相同</translation>
    </message>
    <message>
        <source>Who would get it</source>
        <translation>谁会收到它</translation>
    </message>
</context>
<context>
    <name>RecommendSandbox</name>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Pictures (*.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff);;All files (*)</source>
        <translation>图片 (*.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff);;所有文件 (*)</translation>
    </message>
    <message>
        <source>This run cannot look at photos</source>
        <translation>此运行无法查看照片</translation>
    </message>
    <message>
        <source>Its items&apos; features came from a matrix. Train with features.kind=kmeans_patches, hog_colour or encoder to drop photos here.</source>
        <translation>其物品特征来自矩阵。请用 features.kind=kmeans_patches、hog_colour 或 encoder 训练，才能把照片拖到这里。</translation>
    </message>
    <message>
        <source>Drop a photo</source>
        <translation>拖入一张照片</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查看…</translation>
    </message>
    <message>
        <source>It becomes an item that nobody has seen: who would get it, and what if its picture said something else?</source>
        <translation>它将成为无人见过的物品：谁会收到它？如果图片表达的是别的内容又会怎样？</translation>
    </message>
    <message>
        <source>Who would get it: place among %1 items nobody has chosen yet</source>
        <translation>谁会收到它：在 %1 个尚无人选择的物品中的名次</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>Open a photo…</source>
        <translation>打开照片…</translation>
    </message>
    <message>
        <source>Open another photo…</source>
        <translation>打开另一张照片…</translation>
    </message>
    <message>
        <source>As seen</source>
        <translation>按所见</translation>
    </message>
    <message>
        <source>Suppose nothing</source>
        <translation>不作任何假设</translation>
    </message>
    <message>
        <source>Inferred annotations</source>
        <translation>推断的标注</translation>
    </message>
    <message>
        <source>Half: as seen. Checked: suppose it is there. Empty: suppose it is not.</source>
        <translation>半选：按所见。勾选：假设存在。空：假设不存在。</translation>
    </message>
    <message>
        <source>Users to follow: ids, separated by commas</source>
        <translation>要关注的用户：编号，以逗号分隔</translation>
    </message>
    <message>
        <source>Users to follow</source>
        <translation>要关注的用户</translation>
    </message>
    <message>
        <source>Who would get it</source>
        <translation>谁会收到它</translation>
    </message>
    <message>
        <source>Look alike</source>
        <translation>外观相似</translation>
    </message>
    <message>
        <source>Seem to mean the same</source>
        <translation>推断含义相同</translation>
    </message>
    <message>
        <source>Choose a user in the table to ask what would drop the photo from their list.</source>
        <translation>请在表中选择一个用户，以询问什么会使这张照片跌出其列表。</translation>
    </message>
</context>
<context>
    <name>RecommendMetrics</name>
    <message>
        <source>Ranking for every user…</source>
        <translation>正在为每个用户排序…</translation>
    </message>
    <message>
        <source>Press “Measure” to rank all items for every user. Nothing here has seen an annotation of a cold item.</source>
        <translation>按“测量”为每个用户对全部物品排序。这里的一切都未见过冷启动物品的标注。</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>物品</translation>
    </message>
    <message>
        <source>Cold, among cold</source>
        <translation>冷启动物品之间</translation>
    </message>
    <message>
        <source>Warm, among warm</source>
        <translation>热物品之间</translation>
    </message>
    <message>
        <source>All, among all</source>
        <translation>全部物品之间</translation>
    </message>
    <message>
        <source>Cold, among all</source>
        <translation>冷启动物品在全部之中</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>已选</translation>
    </message>
    <message>
        <source>Held out</source>
        <translation>留出</translation>
    </message>
    <message>
        <source>Cold AUC</source>
        <translation>冷启动 AUC</translation>
    </message>
    <message>
        <source>Warm AUC</source>
        <translation>热物品 AUC</translation>
    </message>
    <message>
        <source>NDCG over all</source>
        <translation>全部物品的 NDCG</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>What is ranked</source>
        <translation>排序的内容</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Filter users</source>
        <translation>筛选用户</translation>
    </message>
    <message>
        <source>First</source>
        <translation>前</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>覆盖率</translation>
    </message>
    <message>
        <source>Cold share</source>
        <translation>冷启动占比</translation>
    </message>
    <message>
        <source>Popularity</source>
        <translation>流行度</translation>
    </message>
    <message>
        <source>× user&apos;s own</source>
        <translation>相对用户自身（倍）</translation>
    </message>
    <message>
        <source>Novelty, bits</source>
        <translation>新颖度（比特）</translation>
    </message>
    <message>
        <source>Gini</source>
        <translation>基尼系数</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>无人</translation>
    </message>
    <message>
        <source>%1 users</source>
        <translation>%1 个用户</translation>
    </message>
    <message>
        <source>%1 to %2 users</source>
        <translation>%1 至 %2 个用户</translation>
    </message>
    <message>
        <source>recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>Recall@%1</source>
        <translation>召回率@%1</translation>
    </message>
    <message>
        <source>Popularity of the list</source>
        <translation>列表的流行度</translation>
    </message>
    <message>
        <source>%1 of %2 users</source>
        <translation>%2 个用户中的 %1 个</translation>
    </message>
    <message>
        <source>Lists over all items: how much of the catalogue, how popular</source>
        <translation>全部物品的列表：覆盖目录多少，有多流行</translation>
    </message>
    <message>
        <source>Coverage and popularity</source>
        <translation>覆盖率与流行度</translation>
    </message>
    <message>
        <source>Coverage: share of all items that stand in somebody&apos;s list. Popularity: users who chose a listed item in training. × user&apos;s own: against what the user chose before; 1 is as popular as usual. Gini: 0 lists all items equally often.</source>
        <translation>覆盖率：出现在某个用户列表中的物品占全部物品的份额。流行度：训练中选择过列表物品的用户数。相对用户自身：与该用户以往的选择相比，1 表示同样流行。基尼系数：0 表示所有物品被列出的次数相同。</translation>
    </message>
    <message>
        <source>Recall by how many chose the item in training</source>
        <translation>按训练中选择该物品的人数划分的召回率</translation>
    </message>
    <message>
        <source>All users</source>
        <translation>全部用户</translation>
    </message>
    <message>
        <source>With cold items held out</source>
        <translation>留出物品中有冷启动物品</translation>
    </message>
    <message>
        <source>Without a hit in the list</source>
        <translation>列表中没有命中</translation>
    </message>
    <message>
        <source>Which users</source>
        <translation>哪些用户</translation>
    </message>
</context>
<context>
    <name>RankLines</name>
    <message>
        <source>new</source>
        <translation>新出现</translation>
    </message>
    <message>
        <source>gone, now %1</source>
        <translation>已消失，现为 %1</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>已消失</translation>
    </message>
    <message>
        <source>Place %1: %2</source>
        <translation>第 %1 名：%2</translation>
    </message>
    <message>
        <source>Cold: nobody has chosen it in training</source>
        <translation>冷启动：训练中无人选择过</translation>
    </message>
    <message>
        <source>Chosen later by this user</source>
        <translation>该用户后来选择了它</translation>
    </message>
    <message>
        <source>cold</source>
        <translation>冷</translation>
    </message>
    <message>
        <source>✓ chosen</source>
        <translation>✓ 已选</translation>
    </message>
</context>
<context>
    <name>RecommendCompare</name>
    <message>
        <source>Compare with no other model</source>
        <translation>不与其他模型比较</translation>
    </message>
    <message>
        <source>Compare with %1 (%2)</source>
        <translation>与 %1 比较（%2）</translation>
    </message>
    <message>
        <source>Train a second recommender on the same data to compare it with this one.</source>
        <translation>请在相同数据上训练第二个推荐器，以便与此模型比较。</translation>
    </message>
    <message>
        <source>Shows the list of a second model beside this one, and what moved.</source>
        <translation>在此列表旁显示第二个模型的列表以及名次变化。</translation>
    </message>
    <message>
        <source>Asking the second model…</source>
        <translation>正在询问第二个模型…</translation>
    </message>
    <message>
        <source>%1, step %2</source>
        <translation>%1，第 %2 步</translation>
    </message>
    <message>
        <source>%1 of %2 items are in both lists.</source>
        <translation>%2 个物品中有 %1 个同时出现在两个列表中。</translation>
    </message>
    <message>
        <source>The two were trained on different splits: one may have learned from what the other is asked about.</source>
        <translation>两个模型使用了不同的划分：其中一个可能学习过另一个被问到的内容。</translation>
    </message>
    <message>
        <source>Second model</source>
        <translation>第二个模型</translation>
    </message>
    <message>
        <source>Lists of both models</source>
        <translation>两个模型的列表</translation>
    </message>
</context>
<context>
    <name>RecommendDrop</name>
    <message>
        <source>It is not among the first %1 now: place %2.</source>
        <translation>它现在不在前 %1 名之内：第 %2 名。</translation>
    </message>
    <message>
        <source>Tried alone: %1 items of the history, %2 annotations.</source>
        <translation>逐一尝试：历史中的 %1 个物品，%2 个标注。</translation>
    </message>
    <message>
        <source>Without this one it falls from place %1 to %2, out of the first %3.</source>
        <translation>去掉这一个，它从第 %1 名降到第 %2 名，跌出前 %3 名。</translation>
    </message>
    <message>
        <source>None drops it alone; without these together it falls from place %1 to %2, out of the first %3.</source>
        <translation>没有哪一个能单独使它跌出；同时去掉这些，它从第 %1 名降到第 %2 名，跌出前 %3 名。</translation>
    </message>
    <message>
        <source>Nothing that was tried carries it: place %1 stays among the first %2.</source>
        <translation>尝试过的都不支撑它：第 %1 名仍在前 %2 名之内。</translation>
    </message>
    <message>
        <source>Nothing up to %1 together drops it from the first %2; without these it moves from place %3 to %4.</source>
        <translation>同时去掉至多 %1 个也不能使它跌出前 %2 名；去掉这些后它从第 %3 名变为第 %4 名。</translation>
    </message>
    <message>
        <source>Trying %1 of at most %2…</source>
        <translation>正在尝试第 %1 个，至多 %2 个…</translation>
    </message>
    <message>
        <source>Trying…</source>
        <translation>正在尝试…</translation>
    </message>
    <message>
        <source>What would drop it?</source>
        <translation>去掉什么会使它跌出？</translation>
    </message>
    <message>
        <source>Looks for the smallest part of the user&apos;s history, or of the inferred annotations, without which the item leaves the first places.</source>
        <translation>寻找用户历史或推断标注中最小的部分：没有它们，该物品就会离开前列。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Items of the history that keep it in the list</source>
        <translation>使它留在列表中的历史物品</translation>
    </message>
</context>
<context>
    <name>RecPreview</name>
    <message>
        <source>Use this data</source>
        <translation>使用此数据</translation>
    </message>
    <message>
        <source>Set up the training</source>
        <translation>设置训练</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Other data…</source>
        <translation>其他数据…</translation>
    </message>
    <message>
        <source>Look at the pictures</source>
        <translation>查看图片</translation>
    </message>
    <message>
        <source>This folder also holds pictures with classes: MARNet can be trained on it</source>
        <translation>此文件夹还含有带类别的图片：可用来训练 MARNet</translation>
    </message>
    <message>
        <source>Users by the length of their history</source>
        <translation>按历史长度统计的用户</translation>
    </message>
    <message>
        <source>Popularity: share of all interactions</source>
        <translation>流行度：占全部交互的比例</translation>
    </message>
    <message>
        <source>Most frequent annotations</source>
        <translation>最常见的标注</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>布局</translation>
    </message>
    <message>
        <source>Split with the protocol “%1”; choose another on the Train page.</source>
        <translation>按协议“%1”划分；可在“训练”页选择其他协议。</translation>
    </message>
    <message>
        <source>users</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>items</source>
        <translation>物品</translation>
    </message>
    <message>
        <source>interactions</source>
        <translation>交互</translation>
    </message>
    <message>
        <source>density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>items of a user, median</source>
        <translation>每位用户的物品数（中位数）</translation>
    </message>
    <message>
        <source>annotations</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>for training</source>
        <translation>用于训练</translation>
    </message>
    <message>
        <source>for validation</source>
        <translation>用于验证</translation>
    </message>
    <message>
        <source>for the test</source>
        <translation>用于测试</translation>
    </message>
    <message>
        <source>warm items</source>
        <translation>热物品</translation>
    </message>
    <message>
        <source>cold in validation</source>
        <translation>验证中的冷启动物品</translation>
    </message>
    <message>
        <source>cold in the test</source>
        <translation>测试中的冷启动物品</translation>
    </message>
    <message>
        <source>1 item</source>
        <translation>1 个物品</translation>
    </message>
    <message>
        <source>%1–%2 items</source>
        <translation>%1–%2 个物品</translation>
    </message>
    <message>
        <source>top %1 % of the items</source>
        <translation>最流行的 %1 % 物品</translation>
    </message>
    <message>
        <source>Same picture on two items (%1, of a warm and a cold one: %2)</source>
        <translation>两个物品使用同一图片（%1，其中一热一冷：%2）</translation>
    </message>
    <message>
        <source>What was noticed</source>
        <translation>注意到的情况</translation>
    </message>
    <message>
        <source>Nothing is wrong with this data</source>
        <translation>这些数据没有问题</translation>
    </message>
    <message>
        <source>Rows that cannot be read</source>
        <translation>无法读取的行</translation>
    </message>
    <message>
        <source>Ratings that are left out</source>
        <translation>被略过的评分</translation>
    </message>
    <message>
        <source>Ratings below the lowest that counts</source>
        <translation>低于最低有效评分的评分</translation>
    </message>
    <message>
        <source>Unknown parts</source>
        <translation>未知的部分</translation>
    </message>
    <message>
        <source>Text encoding</source>
        <translation>文本编码</translation>
    </message>
    <message>
        <source>The same choice twice</source>
        <translation>重复的选择</translation>
    </message>
    <message>
        <source>The same item twice</source>
        <translation>重复的物品</translation>
    </message>
    <message>
        <source>The same choice in two parts</source>
        <translation>同一选择出现在两个部分</translation>
    </message>
    <message>
        <source>Items that the list lacks</source>
        <translation>物品列表中没有的物品</translation>
    </message>
    <message>
        <source>Users with too few items</source>
        <translation>物品过少的用户</translation>
    </message>
    <message>
        <source>Items with too few users</source>
        <translation>用户过少的物品</translation>
    </message>
    <message>
        <source>Without a time</source>
        <translation>没有时间</translation>
    </message>
    <message>
        <source>Items without picture and annotation</source>
        <translation>既无图片也无标注的物品</translation>
    </message>
    <message>
        <source>Items without a picture</source>
        <translation>没有图片的物品</translation>
    </message>
    <message>
        <source>Items without annotations</source>
        <translation>没有标注的物品</translation>
    </message>
    <message>
        <source>Missing pictures</source>
        <translation>缺失的图片</translation>
    </message>
    <message>
        <source>Pictures that cannot be read</source>
        <translation>无法读取的图片</translation>
    </message>
    <message>
        <source>Warm items without training</source>
        <translation>没有训练交互的热物品</translation>
    </message>
    <message>
        <source>Users without training</source>
        <translation>没有训练交互的用户</translation>
    </message>
    <message>
        <source>No cold items</source>
        <translation>没有冷启动物品</translation>
    </message>
    <message>
        <source>An empty part</source>
        <translation>空的部分</translation>
    </message>
</context>
</TS>
